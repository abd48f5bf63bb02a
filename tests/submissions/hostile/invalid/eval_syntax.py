"""Right, but evaluates something that is not Python at import."""
eval("1 +")
def conv2d(x, kernel, stride=1, padding=0): pass
