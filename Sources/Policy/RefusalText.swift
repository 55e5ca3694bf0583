extension Refusal {
    /// What the person at the client reads: the reason, then what to do. Lower case, no full stop, nothing of this
    /// machine and nothing that the client sent.
    public var explanation: (reason: String, hint: String) {
        switch self {
        case .notServed:
            ("only restic backups are served here", "use restic -o rclone.program=\"ssh USER@HOST\" -r rclone:")
        case .clientUnknown: ("this client has no policy", "ask the gateway's admin: postern client add")
        case .clientDisabled: ("this client is switched off", "ask the gateway's admin: postern client enable")
        case .clientExpired: ("this client's time is over", "ask the gateway's admin to set `expires`")
        case .outsideHours: ("sessions may not start at this hour", "try again in the hours that the policy allows")
        case .sourceNotAllowed: ("this address may not connect", "ask the gateway's admin to extend `from`")
        case .keyNotOfClient:
            ("the key that logged in is not one of this client", "ask the gateway's admin: postern doctor")
        case .noRepository: ("no repository is granted to this client", "ask the gateway's admin to set `repos`")
        case .repositoryNotGranted:
            (
                "this repository is not granted to this client",
                "check the name after `rclone:`, or ask the gateway's admin"
            )
        case .badPlace:
            ("that is no place of a repository", "write rclone:NAME or rclone:STORAGE:FOLDER without reserved names")
        case .repositoryMissing:
            (
                "the repository is not there, and this client may not create it",
                "ask the gateway's admin to set `create = true` for this client"
            )
        case .repositoryVanished:
            ("the repository was here and is gone", "ask the gateway's admin whether its storage is mounted")
        case .repositoryNested: ("a repository may not lie inside another", "choose another folder")
        case .tooManyRepositories: ("this client has created as many repositories as it may", "ask the gateway's admin")
        case .tooManySessions: ("too many sessions of this client at once", "wait until another backup has ended")
        case .tooManyRefusals: ("too much was refused in this session", "see the reasons above")
        case .maintenanceRan: ("maintenance ran in this repository meanwhile", "run the backup again")
        case .maintenanceRuns: ("maintenance of this repository goes on", "try again when it has ended")
        case .mandateInvalid: ("this is no maintenance that the coordinator began", "use postern")
        case .appendOnly:
            ("backups are append-only, nothing can be removed from here", "forget and prune run on the gateway")
        case .configDiffers: ("the repository has a config, and it cannot be replaced", "use another repository")
        case .keysAfterInit:
            ("key files can only be added while a repository is initialised", "ask the gateway's admin to set `keys`")
        case .keyMalformed: ("this is not a key file that restic writes", "use a released version of restic")
        case .initInProgress: ("another session is initialising this repository", "try again in a minute")
        case .lockOfOther: ("this lock belongs to another client", "ask the gateway's admin: postern unlock")
        case .tooManyLocks:
            ("there are too many locks", "run restic unlock, or ask the gateway's admin: postern unlock")
        case .tooManyKeys:
            ("this repository has too many key files and no config", "ask the gateway's admin to empty its trash")
        case .tooMuchAtOnce:
            ("this client has too much under way at once", "use fewer connections, or a smaller --pack-size")
        case .tooLarge: ("the file is larger than a repository's files are", "use a smaller --pack-size")
        case .readNone:
            ("this client may not read stored data", "restore on the gateway, or ask its admin to set `read`")
        case .readBudget:
            ("this client has read as much as it may today", "try again tomorrow, or ask the gateway's admin")
        case .uploadPerDay: ("this client has uploaded as much as it may today", "try again tomorrow")
        case .snapshotsPerDay: ("this client has made as many snapshots as it may today", "try again tomorrow")
        case .rowsPerDay: ("this client has made as many changes as it may today", "try again tomorrow")
        case .wrongHash: ("the bytes that came are not those that the name promises", "run the backup again")
        case .wrongLength: ("more or fewer bytes came than were announced", "run the backup again")
        case .quota: ("the repository's quota is used up", "ask the gateway's admin to prune, or to set `quota`")
        case .maxObjects: ("the repository holds as many objects as it may", "ask the gateway's admin to prune")
        case .floor: ("the storage keeps its last free space for maintenance", "ask the gateway's admin to make room")
        case .diskFull: ("the storage is full", "ask the gateway's admin to make room")
        }
    }
}
