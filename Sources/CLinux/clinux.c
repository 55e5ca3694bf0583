// SwiftPM wants one source file a target; the target is its header.
#include "clinux.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
// A confined process lets nobody look into it, the leak checker neither, which would end it with an error. `make asan`
// turns the checker on again for the tests themselves.
const char *__asan_default_options(void);
const char *__asan_default_options(void) { return "detect_leaks=0"; }
#endif
#endif
