// What a prisoner tries that Glibc's module does not offer. For tests only.
#pragma once

#include <signal.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

/// syscall(2): any call, by its number.
static inline long prisoner_call(long number, long a, long b, long c, long d, long e, long f) {
    return syscall(number, a, b, c, d, e, f);
}

/// Starts a process of the same user that waits until its parent is gone, and returns its number. It waits at a pipe:
/// a parent's death signal (PR_SET_PDEATHSIG) is sent in the parent's name, and a confined parent may send none.
static inline pid_t prisoner_start_sibling(void) {
    int ends[2];
    if (pipe(ends) != 0) return -1;
    pid_t sibling = fork();
    if (sibling != 0) return close(ends[0]) == 0 ? sibling : -1;
    char byte;
    close(ends[1]);
    close(1);
    while (read(ends[0], &byte, 1) > 0) {}
    _exit(0);
}

/// prctl(2) with one argument.
static inline int prisoner_prctl(int option, unsigned long argument) {
    return prctl(option, argument, 0L, 0L, 0L);
}

/// How many variables the environment holds.
static inline int prisoner_count_environment(void) {
    extern char **environ;
    int count = 0;
    while (environ != NULL && environ[count] != NULL) count++;
    return count;
}

/// getpid(2) by the gate of another architecture: 32-bit code on x86_64. Nothing like it exists on aarch64.
static inline long prisoner_call_as_32_bit(void) {
#if defined(__x86_64__)
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20L) : "memory", "r8", "r9", "r10", "r11");
    return result;
#else
    return raise(SIGSYS);
#endif
}
