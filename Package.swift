// swift-tools-version: 6.2
import PackageDescription

// The house, from the cellar up; arrows point only down. docs/architecture.md walks through it.

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    // A function is what the linker can put into an order, or leave out: docs/decisions/0019-lean-programs.md.
    .unsafeFlags(["-Xfrontend", "-function-sections"], .when(configuration: .release)),
]

/// A library of ours.
func floor(_ name: String, uses: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: uses, swiftSettings: strict)
}

/// How the released programs are linked, so that they start quickly: docs/decisions/0019-lean-programs.md.
let lean: [LinkerSetting] = [
    .unsafeFlags(
        [
            "-use-ld=lld", "-L", Context.packageDirectory + "/.ci/link", "-Xclang-linker", "-static-libgcc",
            "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs", "-Xlinker", "--no-export-dynamic",
            "-Xlinker", "--symbol-ordering-file=\(Context.packageDirectory)/.ci/link/order",
            "-Xlinker", "--no-warn-symbol-ordering",
        ], .when(configuration: .release))
]

/// Where SHA-256 is all that is used of libcrypto, it is taken in and the library not loaded: the same decision.
let onlyHash: [LinkerSetting] = [
    .unsafeFlags(["-L", Context.packageDirectory + "/.ci/link/archive"], .when(configuration: .release))
]

/// A program: a thin front door over one target of the second floor.
func door(_ name: String, uses: [Target.Dependency], linked: [LinkerSetting] = []) -> Target {
    .executableTarget(name: name, dependencies: uses, swiftSettings: strict, linkerSettings: lean + linked)
}

/// The tests of one target, or of the whole house.
func tests(_ name: String, uses: [Target.Dependency]) -> Target {
    .testTarget(name: name + "Tests", dependencies: uses, swiftSettings: strict)
}

/// What tests and benchmarks share; never part of a program.
func workshop(_ name: String, uses: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: uses, path: "Tests/" + name, swiftSettings: strict)
}

/// A library of the system, found by pkg-config.
func system(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

let parser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// The parsers under libFuzzer; only where `FUZZ` is set, since it links libFuzzer's own `main`. `make fuzz` builds it.
let fuzz: [Target] =
    Context.environment["FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "Fuzz", dependencies: ["Restic", "Policy", "PolicyFile", "Keys", "Login", "LedgerWire", "HTTP2"],
            path: "Tests/Fuzz", exclude: ["run", "seeds"],
            swiftSettings: strict + [.unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"])],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])])
    ]

let package = Package(
    name: "postern",
    products: [
        .executable(name: "postern-gate", targets: ["postern-gate"]),
        .executable(name: "postern-ledger", targets: ["postern-ledger"]),
        .executable(name: "postern", targets: ["postern"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        // Cellar: C, and its typed faces.
        .target(name: "CLinux"),
        .target(name: "CTOML"),
        system("CNghttp2", pkgConfig: "libnghttp2", apt: "libnghttp2-dev"),
        .systemLibrary(name: "CHash", providers: [.apt(["libssl-dev"])]),
        system("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
        system("CSSH", pkgConfig: "libssh", apt: "libssh-dev"),
        system("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
        system("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev"),
        system("CSodium", pkgConfig: "libsodium", apt: "libsodium-dev"),
        floor("Linux", uses: ["CLinux"]),
        floor("SQLite", uses: ["CSQLite"]),
        floor("Sodium", uses: ["CSodium"]),
        .target(
            name: "Crypto", dependencies: ["CHash"], swiftSettings: strict,
            linkerSettings: [.unsafeFlags(["-L", Context.packageDirectory + "/.ci/link/library"])]),
        floor("Ciphers", uses: ["CCrypto"]),

        // Ground floor: values and pure functions.
        floor("Restic"),
        floor("Calendar"),
        floor("Policy", uses: ["Restic", "Calendar"]),
        floor("Retention", uses: ["Policy", "Calendar"]),

        // First floor: one thing of the world each.
        floor("ResticFiles", uses: ["Restic", "Crypto", "Ciphers", "CZstd"]),
        floor("HTTP2", uses: ["CNghttp2"]),
        floor("PolicyFile", uses: ["Policy", "Calendar", "Restic", "CTOML", "Linux"]),
        floor("LedgerWire", uses: ["Restic", "Policy", "Linux"]),
        floor("LedgerClient", uses: ["LedgerWire", "Restic", "Policy", "Linux", "CLinux"]),
        floor("Store", uses: ["LedgerClient", "LedgerWire", "Restic", "Policy", "Linux", "CLinux", "Crypto"]),
        floor("Trail", uses: ["SQLite", "Crypto", "Restic", "Policy"]),
        floor("Catalog", uses: ["SQLite", "Trail", "Restic", "Policy"]),
        floor("Seals", uses: ["Trail", "Sodium", "Crypto", "Linux"]),
        floor("Secrets", uses: ["Sodium", "Policy", "Linux"]),
        floor("Keys", uses: ["CSSH", "Crypto", "Linux"]),
        floor("Login", uses: ["Crypto", "Policy"]),
        floor("Sandbox", uses: ["CLinux", "Linux"]),
        floor("Verify", uses: ["ResticFiles", "Store", "SQLite", "Policy", "Restic", "Crypto"]),
        floor("Maintenance", uses: ["HTTP2", "LedgerClient", "LedgerWire", "Policy", "Restic", "Linux"]),
        floor("Audit", uses: ["Seals", "Trail", "Catalog", "Store", "SQLite", "Policy", "Restic", "Linux"]),

        // Second floor: the three programs' work.
        floor(
            "Gateway",
            uses: [
                "HTTP2", "LedgerClient", "LedgerWire", "Store", "PolicyFile", "Policy", "Restic", "Login",
                "Sandbox", "Linux", "CLinux",
            ]),
        floor(
            "Ledger",
            uses: [
                "LedgerWire", "Trail", "Catalog", "SQLite", "PolicyFile", "Policy", "Restic", "Sandbox", "Crypto",
                "Linux", "CLinux",
            ]),
        floor(
            "Coordination",
            uses: [
                "LedgerClient", "LedgerWire", "Audit", "Seals", "Trail", "Catalog", "SQLite", "Store", "PolicyFile",
                "Policy", "Retention", "Calendar", "ResticFiles", "Verify", "Restic", "Keys", "Login", "Crypto",
                "Maintenance", "Secrets",
                "Sodium", "Sandbox", "Linux", "CLinux", parser,
            ]),

        // Front doors.
        door("postern-gate", uses: ["Gateway"], linked: onlyHash),
        door("postern-ledger", uses: ["Ledger", "PolicyFile", "Policy", "Sandbox"], linked: onlyHash),
        door("postern", uses: ["Coordination"]),

        // The workshop, and what is tried in it.
        workshop("Peer", uses: ["HTTP2", "Linux"]),
        workshop(
            "Siege",
            uses: [
                "Peer", "HTTP2", "LedgerClient", "LedgerWire", "Trail", "Catalog", "Restic", "Policy", "Linux",
                "Crypto",
            ]),
        workshop("Attacks", uses: ["Siege", "Peer", "HTTP2", "ResticFiles", "Restic", "Crypto"]),
        workshop("Trial", uses: ["Peer", "Linux"]),
        workshop(
            "Contract",
            uses: ["Peer", "HTTP2", "LedgerWire", "Trail", "Policy", "Restic", "Linux", "CLinux", "Crypto"]),
        // Tries the contract on our gate and on others, and prints a table. Not a product.
        .executableTarget(
            name: "Conformance", dependencies: ["Contract"], path: "Tests/Conformance", swiftSettings: strict),
        // What the programs cost, beside rclone: `make bench`. Not a product.
        .executableTarget(
            name: "Bench",
            dependencies: [
                "Peer", "HTTP2", "LedgerClient", "LedgerWire", "Trail", "Policy", "Restic", "Linux", "Crypto",
            ],
            path: "Tests/Bench", swiftSettings: strict),
        tests("Contract", uses: ["Contract", "postern-gate", "postern-ledger"]),
        tests("Linux", uses: ["Linux"]),
        tests("Restic", uses: ["Restic"]),
        tests("ResticFiles", uses: ["ResticFiles", "Restic", "Crypto", "Trial"]),
        tests("Policy", uses: ["Policy", "Restic"]),
        tests("Calendar", uses: ["Calendar"]),
        tests("Retention", uses: ["Retention", "Policy", "Calendar"]),
        tests("HTTP2", uses: ["HTTP2", "Peer", "Linux"]),
        tests("PolicyFile", uses: ["PolicyFile", "Policy", "Calendar", "Restic", "Linux"]),
        tests(
            "Gateway",
            uses: [
                "Gateway", "Contract", "Peer", "HTTP2", "LedgerClient", "LedgerWire", "Policy", "Restic", "Sandbox",
                "Linux",
            ]),
        tests("Store", uses: ["Store", "LedgerClient", "LedgerWire", "Restic", "Policy", "Linux", "CLinux", "Crypto"]),
        tests("Keys", uses: ["Keys", "Linux", "Login"]),
        tests(
            "Ledger",
            uses: [
                "Ledger", "LedgerClient", "LedgerWire", "Trail", "Catalog", "SQLite", "Restic", "Policy", "Linux",
                "TestLedger", "Crypto",
            ]),
        // Makes large trails, for tests and to measure. Not a product.
        .executableTarget(
            name: "TrailMaker", dependencies: ["Trail", "Catalog", "Policy", "Restic"], path: "Tests/TrailMaker",
            swiftSettings: strict),
        // A ledger whose times, users and syslog the tests of Ledger choose. Not a product.
        .executableTarget(
            name: "TestLedger", dependencies: ["Ledger"], path: "Tests/TestLedger", swiftSettings: strict),
        tests("Trail", uses: ["Trail", "SQLite", "Restic", "Policy"]),
        tests("Seals", uses: ["Seals", "Sodium", "Crypto", "Trail", "Linux"]),
        tests("Secrets", uses: ["Secrets", "Sodium", "Policy", "Linux"]),
        tests(
            "Audit",
            uses: [
                "Audit", "Seals", "Sodium", "Trail", "Catalog", "Store", "SQLite", "Policy", "Restic", "Linux",
                "TrailMaker",
            ]),
        tests("Sandbox", uses: ["Sandbox", "Prisoner", "CPrisoner", "Linux"]),
        // Confines itself and tries one forbidden act: the tests of Sandbox start it. Not a product.
        .executableTarget(
            name: "Prisoner", dependencies: ["Sandbox", "Linux", "CPrisoner", "CSQLite", "Crypto"],
            path: "Tests/Prisoner", swiftSettings: strict),
        .target(name: "CPrisoner", path: "Tests/CPrisoner"),
        tests("Siege", uses: ["Siege", "Peer"]),
        // The long runs of the siege, for `make siege` and `make isolation`. Not a product.
        .executableTarget(
            name: "Besieger", dependencies: ["Siege"], path: "Tests/Besieger", swiftSettings: strict),
        // Attacks by a client that knows the password, on rclone and on Postern, for `make attacks`. Not a product.
        .executableTarget(
            name: "Attacker", dependencies: ["Attacks"], path: "Tests/Attacker", swiftSettings: strict),
        tests("Verify", uses: ["Verify", "Attacks", "ResticFiles", "Store", "Policy", "Restic"]),
        tests("Attacks", uses: ["Attacks", "Attacker", "postern", "postern-gate", "postern-ledger"]),
        // How long review takes in a trail of a million rows. Not a product.
        .executableTarget(
            name: "TrailBench", dependencies: ["Trail", "Policy", "Restic"], path: "Tests/TrailBench",
            swiftSettings: strict),
        // Policies with many clients. The maker is no product.
        workshop("Fleet", uses: ["Crypto", "Linux"]),
        .executableTarget(
            name: "FleetMaker", dependencies: ["Fleet"], path: "Tests/FleetMaker", swiftSettings: strict),
        tests("Maintenance", uses: ["Maintenance", "Trial", "Peer", "LedgerWire", "Policy", "Restic", "Linux"]),
        tests(
            "Coordination",
            uses: [
                "Fleet", "Coordination", "Trail", "Catalog", "SQLite", "Policy", "Calendar", "Restic", "Keys", "Sodium",
                "Linux",
            ]),
        tests("EndToEnd", uses: ["Trial", "Peer", "Secrets", "Sodium", "Policy", "Linux"]),
    ] + fuzz,
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
