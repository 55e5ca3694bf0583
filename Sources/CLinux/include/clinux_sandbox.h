// The calls by which a process gives up its rights: Landlock, seccomp, capabilities, limits. Landlock's structures are
// our own, up to ABI 7, because distributions' headers stop earlier; the kernel takes a longer structure whose rest is 0.
// Header-only, like clinux.h: one system call a function, errors as in C: -1 and errno.
#pragma once

#include <errno.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/// The architecture that our own system calls report to a filter, linux/audit.h.
#if defined(__x86_64__)
static const uint32_t CLINUX_ARCHITECTURE = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
static const uint32_t CLINUX_ARCHITECTURE = AUDIT_ARCH_AARCH64;
#else
#error "the system call filter knows x86_64 and aarch64"
#endif

/// landlock_create_ruleset(2) with LANDLOCK_CREATE_RULESET_VERSION: the newest ABI that this kernel has.
/// ENOSYS: not built in; EOPNOTSUPP: built in, and off since boot.
static inline int clinux_landlock_abi(void) {
    return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, 1U << 0);
}

/// landlock_create_ruleset(2): a descriptor of rules for these rights on files, TCP ports and scopes. Close-on-exec.
static inline int clinux_landlock_ruleset(uint64_t files, uint64_t ports, uint64_t scopes) {
    struct { uint64_t handled_access_fs, handled_access_net, scoped; } handled = {files, ports, scopes};
    return (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0U);
}

/// landlock_add_rule(2), LANDLOCK_RULE_PATH_BENEATH: allows `rights` on `folder` and on all that lies below it.
static inline int clinux_landlock_allow_below(int ruleset, int folder, uint64_t rights) {
    struct __attribute__((packed)) { uint64_t allowed_access; int32_t parent_fd; } rule = {rights, folder};
    return (int)syscall(SYS_landlock_add_rule, ruleset, 1 /* LANDLOCK_RULE_PATH_BENEATH */, &rule, 0U);
}

/// landlock_add_rule(2), LANDLOCK_RULE_NET_PORT: allows `rights` on a TCP port. From ABI 4.
static inline int clinux_landlock_allow_port(int ruleset, uint16_t port, uint64_t rights) {
    struct { uint64_t allowed_access, port; } rule = {rights, port};
    return (int)syscall(SYS_landlock_add_rule, ruleset, 2 /* LANDLOCK_RULE_NET_PORT */, &rule, 0U);
}

/// landlock_restrict_self(2): from here on the rules hold for this thread and for those that it starts.
static inline int clinux_landlock_restrict(int ruleset) {
    return (int)syscall(SYS_landlock_restrict_self, ruleset, 0U);
}

/// seccomp(2) SECCOMP_SET_MODE_FILTER for every thread of the process. Above 0: the thread that could not follow.
static inline int clinux_seccomp(const struct sock_filter *filter, unsigned short count) {
    struct sock_fprog program = {count, (struct sock_filter *)filter};
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
}

/// prctl(2) PR_SET_NO_NEW_PRIVS: no exec can ever give rights back.
static inline int clinux_no_new_privileges(void) {
    return prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L);
}

/// prctl(2) PR_SET_DUMPABLE: no core file, no tracing by others of the same user, /proc/PID belongs to root.
static inline int clinux_not_dumpable(void) {
    return prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L);
}

/// capset(2): gives up every capability of this thread, for good.
static inline int clinux_drop_capabilities(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0, 0, 0}, {0, 0, 0}};
    return (int)syscall(SYS_capset, &header, none);
}

/// capget(2) and capset(2): gives up every capability of this thread but those that give files their owner, mode, kind and
/// attributes, for good. A program that it becomes gets no other one either: it must have no_new_privs.
static inline int clinux_keep_file_capabilities(void) {
    const uint32_t kept = 1u << CAP_CHOWN | 1u << CAP_DAC_OVERRIDE | 1u << CAP_DAC_READ_SEARCH | 1u << CAP_FOWNER |
                          1u << CAP_FSETID | 1u << CAP_MKNOD | 1u << CAP_SETFCAP;
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct own[_LINUX_CAPABILITY_U32S_3];
    if (syscall(SYS_capget, &header, own) != 0) return -1;
    own[0].effective &= kept;
    own[0].permitted &= kept;
    own[0].inheritable &= kept;
    own[1].effective = own[1].permitted = own[1].inheritable = 0;
    return (int)syscall(SYS_capset, &header, own);
}

/// setrlimit(2) RLIMIT_CORE 0.
static inline int clinux_no_core_files(void) {
    struct rlimit none = {0, 0};
    return setrlimit(RLIMIT_CORE, &none);
}

/// setrlimit(2) RLIMIT_NOFILE: at most `count` open descriptors, or fewer where the limit was lower already.
static inline int clinux_bound_descriptors(unsigned long count) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return -1;
    if (limit.rlim_max > count) limit.rlim_max = count;
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &limit);
}

/// close_range(2): closes the descriptors `first` to `last`, both included.
static inline int clinux_close_range(unsigned int first, unsigned int last) {
    return (int)syscall(SYS_close_range, first, last, 0U);
}

/// clearenv(3), after the text of each variable is overwritten: /proc/PID/environ shows that same memory.
static inline int clinux_clear_environment(void) {
    extern char **environ;
    for (char **variable = environ; variable != NULL && *variable != NULL; variable++) {
        memset(*variable, 0, strlen(*variable));
    }
    return clearenv();
}

/// Whether this process has one thread. unshare(2) of what only a lone thread may unshare changes nothing and tells;
/// where an outer sandbox forbids it, the links of /proc/self/task count: two, and one a thread.
static inline int clinux_is_single_threaded(void) {
    if (syscall(SYS_unshare, 0x00010000L /* CLONE_THREAD, linux/sched.h */) == 0) return 1;
    if (errno == EINVAL) return 0;
    struct stat tasks;
    return stat("/proc/self/task", &tasks) == 0 && tasks.st_nlink == 3;
}
