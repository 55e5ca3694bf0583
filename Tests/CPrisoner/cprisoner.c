// SwiftPM wants one source file a target; the target is its header.
#include "cprisoner.h"
