"""How a circle chooses who holds a role: nominations that nobody sees before all are in, reasons, consent."""
