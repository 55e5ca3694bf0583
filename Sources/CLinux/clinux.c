// SwiftPM wants one source file a target; the target is its header.
#include "clinux.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sys/prctl.h>

// The leak checker looks into its own process from outside, by /proc and ptrace(2). A confined process (not dumpable, or
// Landlock alone) lets nobody do that, and strace does it already: the checker would end either with an error.
// Source: sanitizer/lsan_interface.h.
static int is_watched_or_blind(void) {
    char status[4096];
    int file = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
    if (file < 0) return 1;
    ssize_t count = read(file, status, sizeof status - 1);
    close(file);
    if (count <= 0) return 0;
    status[count] = 0;
    const char *tracer = strstr(status, "TracerPid:\t");
    return tracer && tracer[11] != '0';
}

int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void) { return prctl(PR_GET_DUMPABLE) != 1 || is_watched_or_blind(); }
#endif
#endif
