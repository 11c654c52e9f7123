"""Words that say nothing of what is offered or asked for, by language: an offer does not fit a request by them."""

from __future__ import annotations

ENGLISH = """
about after again all also and any anybody anyone are around away back because been before begin both but can
come could day days does done down each early end evening evenings every everybody few find first for free
friday from full get give giving glad good great had half happy has have having help her here hers him his home
hour hours how into its just keep kind know last late lend lending let like little look looking lot make
many may maybe me mine minute minutes moment monday month months more morning mornings most much must need
needed needs new next nice night not now off offer offered offering old once one only open opportunity other
others our ours out over own pair part people per perhaps person pick place please ready request same saturday
share small some somebody someone something soon still such summer sunday take taken thank thanks that the their
them then there these they thing things think this those three thursday time times today together tomorrow too
tuesday two under until use used using very want wanted wants was way wednesday week weekday weekdays weekend
weekends weeks well were what when where which who whoever whole will winter with within without work would year
years yes yet you your yours
january february march april june july august september october november december
borrow borrowed borrowing seek seeking search searching spare available
"""
SPANISH = """
abajo abierta abierto abril ademas agosto ahora algo alguien algun alguna algunas alguno algunos alla alli antes
ano anos aqui arriba aun aunque ayuda ayudar bien bueno buena busca buscando busco cada casi cerca como con
contra cosa cosas cual cuando cuanto dar dejar del desde despues dia dias diciembre dispone disponible domingo
donde dos ella ellas ellos enero entre era eran eres esa esas ese eso esos esta estado estamos estan estar estas
este esto estos estoy febrero fin finde fue gente gracias gran grande gratis gusta haber hace hacer hacia han
hasta hay hora horas hoy invierno jueves julio junio juntas juntos las les libre lo los lunes manana mananas
martes marzo mas mayo medio mejor menos mes meses mia mientras mio mis misma mismo momento mucha muchas mucho
muchos muy nada nadie necesita necesitamos necesito ninguna ninguno noche noches nos nosotras nosotros noviembre
nueva nuevo nuestra nuestro nunca octubre ofrece ofrecemos ofrezco oportunidad otra otras otro otros para parte
pedir pequena pequeno pero persona personas poca pocas poco pocos poder podria por porque presta prestado
prestamos prestar presto primavera primer primera primero pronto puede pueden puedo pues que quien quienes quiera
quiere quiero sabado sea segun semana semanas ser septiembre setiembre sido siempre sin sobre sois solo somos
son soy sus suya suyo tal tambien tan tanto tarde tardes tener tenemos tengo tiempo tiene tienen toda todas
todavia todo todos trabajo tres tus una unas uno unos usar usted vale vamos veces verano vez viernes miercoles
voy usado usada hemos otono
"""
SMALL = frozenset((ENGLISH + SPANISH).split())
