import Siege

print("")
