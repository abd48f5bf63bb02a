"""Makes a list without end while it is imported."""

held = []
while True:
    held.append([0] * 1000)
