"""Swift over a bad line: what a screen shows as cells, and the least that makes one screen of another.

`looks` (colours and styles), `cells`, `frame` (a whole screen), `terminal_writer` (what moves, letters and styles
cost), `difference` and `scrolling` (from one frame to the next) are pure: values in, text out. `paper` stands
between the frames and the terminal, `driver` and `app` tie it to Textual, on whose private parts they lean.
"""
