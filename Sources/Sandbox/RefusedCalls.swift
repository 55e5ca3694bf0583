internal import CLinux
internal import Glibc

/// Calls that no confined process makes. Numbers: the kernel's own headers; the older ones exist on x86_64 only.
package enum RefusedCalls {
    /// What is refused, by the `errno` that it gets.
    package static func list(_ allowance: Allowance, on kernel: Kernel) -> [(errno: Int32, calls: [Int32])] {
        let always = [processes, tracing, signals, users, files, keysAndKernel, machine, sharing].flatMap { $0 }
        let byAllowance = sockets(allowance.sockets) + (allowance.links ? [] : links) + names(allowance.names)
        return [
            (EPERM, always + byAllowance + oldForms + (allowance.links ? [] : oldLink)),
            (ENOSYS, withFallback + (allowance.looksUpAtOnce && kernel.truncatingNeedsRight ? [] : openByStructure)),
        ]
    }

    /// What a program that is not ours is refused: what Landlock does not know, or not in all versions.
    ///
    /// - Parameter restoring: whether it gives files their modes, owners and attributes.
    /// - Returns: the calls, by the `errno` that they get.
    static func ofEnclosed(restoring: Bool) -> [(errno: Int32, calls: [Int32])] {
        let others = [SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_pidfd_getfd, SYS_perf_event_open]
        let signals = [SYS_tkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_pidfd_send_signal]
        // fchmod(2) and fchown(2) need a file that could be opened: that is Landlock's.
        let attributes = restoring ? [] : pathAttributes
        let always = others + signals + attributes + sockets(.none) + keysAndKernel + machine + sharing
        return [(EPERM, always + [SYS_truncate, SYS_open_by_handle_at]), (ENOSYS, withFallback + openByStructure)]
    }

    /// New programs. New processes are clone(2) without CLONE_THREAD: see ``CheckedCalls``.
    private static let processes = [SYS_execve, SYS_execveat, SYS_unshare, SYS_setns, SYS_personality, SYS_chroot]

    /// Looking into others, and being led by them.
    private static let tracing = [
        SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp, SYS_perf_event_open, SYS_userfaultfd,
        SYS_pidfd_open, SYS_pidfd_getfd, SYS_process_madvise, SYS_process_mrelease, SYS_fanotify_init,
        SYS_fanotify_mark, SYS_inotify_init1, SYS_inotify_add_watch, SYS_lookup_dcookie,
    ]

    /// Signals with a choice of receiver, and the priorities of others.
    private static let signals = [
        SYS_tkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_pidfd_send_signal, SYS_setpgid, SYS_setpriority,
        SYS_ioprio_set, SYS_sched_setparam, SYS_sched_setscheduler, SYS_sched_setattr, SYS_sched_setaffinity,
        SYS_migrate_pages, SYS_move_pages,
    ]

    /// Becoming someone else; more of a limit.
    private static let users = [
        SYS_setuid, SYS_setgid, SYS_setreuid, SYS_setregid, SYS_setresuid, SYS_setresgid, SYS_setfsuid, SYS_setfsgid,
        SYS_setgroups, SYS_capset, SYS_setrlimit,
    ]

    /// What Landlock does not cover (modes, owners, times, attributes), what it covers from ABI 3 only (truncate), files
    /// that are found without a path, and everything with a name that is not a file.
    private static let files = [
        SYS_truncate, SYS_fchmod, SYS_fchmodat, SYS_fchown, SYS_fchownat, SYS_utimensat, SYS_setxattr, SYS_lsetxattr,
        SYS_fsetxattr, SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr, SYS_mkdirat, SYS_mknodat, SYS_symlinkat,
        SYS_name_to_handle_at, SYS_open_by_handle_at, SYS_memfd_create, SYS_memfd_secret, SYS_sync,
    ]

    /// A second name of a file that is still writable is a way to write to it later.
    private static let links = [SYS_linkat]

    /// Moves that may replace something, and removals.
    private static func names(_ names: Allowance.Names) -> [Int32] {
        switch names {
        case .byFolder: []
        case .movedOnly: replacing + removing
        case .movedByLink: replacing
        case .removedOnly: replacing
        }
    }

    private static let keysAndKernel = [
        SYS_bpf, SYS_keyctl, SYS_add_key, SYS_request_key, SYS_seccomp, SYS_init_module, SYS_finit_module,
        SYS_delete_module, SYS_kexec_load,
    ]

    /// Mounts, clocks, disks, names: the machine itself.
    private static let machine = [
        SYS_mount, SYS_umount2, SYS_pivot_root, SYS_open_tree, SYS_move_mount, SYS_mount_setattr, SYS_fsopen,
        SYS_fsconfig, SYS_fsmount, SYS_fspick, SYS_swapon, SYS_swapoff, SYS_quotactl, SYS_quotactl_fd, SYS_acct,
        SYS_reboot, SYS_sethostname, SYS_setdomainname, SYS_settimeofday, SYS_clock_settime, SYS_clock_adjtime,
        SYS_adjtimex, SYS_syslog, SYS_vhangup, SYS_nfsservctl, SYS_kexec_file_load,
    ]

    /// Memory, queues and semaphores that other processes of the user could open; asynchronous I/O of the old kind.
    private static let sharing = [
        SYS_shmget, SYS_shmat, SYS_shmctl, SYS_semget, SYS_semop, SYS_semtimedop, SYS_semctl, SYS_msgget, SYS_msgsnd,
        SYS_msgrcv, SYS_msgctl, SYS_mq_open, SYS_mq_unlink, SYS_io_setup, SYS_io_submit, SYS_io_pgetevents,
    ]

    /// The libraries fall back to the older call: clone(2) can be checked, since it takes no structure.
    private static let withFallback = [
        SYS_clone3, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
    ]

    /// openat(2) can be checked for O_TRUNC and this cannot. Who needs it gets it where Landlock refuses to truncate.
    private static let openByStructure = [SYS_openat2]

    private static func sockets(_ sockets: Sockets) -> [Int32] {
        let serving = [SYS_bind, SYS_listen, SYS_accept, SYS_accept4]
        return switch sockets {
        case .none: [SYS_socket, SYS_socketpair, SYS_connect] + serving
        case .connect: [SYS_socketpair] + serving
        case .accept: [SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen]
        }
    }

    /// Modes, owners and attributes of what has a path, which Landlock does not know.
    private static let pathAttributes =
        [
            SYS_fchmodat, SYS_fchownat, SYS_setxattr, SYS_lsetxattr, SYS_removexattr, SYS_lremovexattr,
        ] + oldPathAttributes

    #if arch(x86_64)
        private static let oldPathAttributes = [SYS_chmod, SYS_chown, SYS_lchown]
        /// The same as above under older numbers. creat(2) truncates.
        private static let oldForms = [
            SYS_fork, SYS_vfork, SYS_creat, SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat,
            SYS_mkdir, SYS_rmdir, SYS_mknod, SYS_symlink, SYS_inotify_init, SYS_uselib, SYS_ustat, SYS_sysfs,
            SYS_modify_ldt, SYS__sysctl, SYS_iopl, SYS_ioperm, SYS_create_module, SYS_query_module,
            SYS_get_kernel_syms,
        ]
        private static let oldLink = [SYS_link]
        private static let replacing = [SYS_rename, SYS_renameat]
        private static let removing = [SYS_unlink, SYS_unlinkat]
    #else
        private static let oldPathAttributes: [Int32] = []
        private static let oldForms: [Int32] = []
        private static let oldLink: [Int32] = []
        private static let replacing = [SYS_renameat]
        private static let removing = [SYS_unlinkat]
    #endif
}
