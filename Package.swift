// swift-tools-version: 6.2
import PackageDescription

let isFuzzing = Context.environment["COUNTERSIGN_FUZZ"] != nil

// A release checks exclusive access when it is compiled, and a debug build, which every test runs on, also when it
// runs: a fifth of a request's own instructions were these checks (docs/decisions/0007-exclusivity.md).
let exclusivity: [SwiftSetting] =
  isFuzzing ? [] : [.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))]

// Every Swift target is built under the same rules; see STYLE.md.
let strict: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableExperimentalFeature("Lifetimes"),
  ] + exclusivity

// Tests build under the same rules but may speak to C without the word `unsafe`.
let relaxed: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableExperimentalFeature("Lifetimes"),
]

/// A module of the product and what it may import; the list is the table in ARCHITECTURE.md.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, exclude: ["\(name).md"], swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies,
    exclude: ["CountersignTests": ["Transcripts"], "ProxyTests": ["Scripted/Seeds.txt"]][name] ?? [],
    swiftSettings: relaxed)
}

func system(_ name: String, pkgConfig: String, apt: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

let everything: [Target.Dependency] = [
  "Bytes", "Cryptography", "Transport", "HTTP", "Identity", "ModelAPI", "Policy", "Proxy", "Audit", "Telemetry",
  "Fetch", "Storage", "CYAML",
]

// The fuzzers read configurations too, and one program cannot be linked into another.
let program: Target =
  isFuzzing
  ? .target(
    name: "countersign", dependencies: everything, exclude: ["countersign.md", "main.swift"], swiftSettings: strict)
  : .executableTarget(
    name: "countersign", dependencies: everything, exclude: ["countersign.md"], swiftSettings: strict)

let fuzzed: [Target.Dependency] = [
  "Bytes", "HTTP", "Transport", "ModelAPI", "Identity", "Cryptography", "Audit", "countersign",
]

/// The fuzzers' program links only under libFuzzer, so `make fuzz` alone sees it; every test run replays its inputs.
let fuzzing: [Target] =
  !isFuzzing
  ? [
    .testTarget(
      name: "FuzzTests", dependencies: fuzzed, path: "Fuzz", exclude: ["README.md", "Driver", "Corpus", "Failures"],
      sources: ["Targets", "Replay"], swiftSettings: relaxed)
  ]
  : [
    .target(name: "FuzzTargets", dependencies: fuzzed, path: "Fuzz/Targets", swiftSettings: relaxed),
    .executableTarget(name: "fuzz", dependencies: ["FuzzTargets"], path: "Fuzz/Driver", swiftSettings: relaxed),
  ]

let package = Package(
  name: "countersign",
  targets: [
    // C libraries, each imported by the modules named in ARCHITECTURE.md and by no other.
    system("COpenSSL", pkgConfig: "openssl", apt: "libssl-dev"),
    system("CSodium", pkgConfig: "libsodium", apt: "libsodium-dev"),
    system("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
    system("CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev"),
    system("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
    .target(name: "CLinux"),
    .target(name: "CBlocks"),
    .target(name: "CScan"),
    .target(name: "CSHA256"),
    .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),

    module("Bytes", ["CBlocks", "CScan"]),
    module("Cryptography", ["COpenSSL", "CSHA256", "CSodium"]),
    module("Transport", ["Bytes", "CLinux", "COpenSSL"]),
    module("HTTP", ["Bytes"]),
    module("Identity", ["Cryptography", "HTTP"]),
    module("ModelAPI", ["Bytes", "HTTP", "CSimdjson"]),
    module("Policy"),
    module("Proxy", ["Bytes", "Transport", "HTTP", "Policy"]),
    module("Audit", ["Cryptography", "CLinux"]),
    module("Telemetry", ["CScan"]),
    module("Fetch", ["CCurl"]),
    module("Storage", ["Identity", "Cryptography", "CSQLite"]),
    program,
    .executableTarget(name: "tidy", path: "Tools/tidy", swiftSettings: strict),
    .target(name: "Allocations", path: "Benchmarks/Allocations"),
    .executableTarget(
      name: "bench",
      dependencies: [
        "Allocations", "Bytes", "HTTP", "Identity", "ModelAPI", "Policy", "Proxy", "Transport", "Audit", "Cryptography",
        "Telemetry",
      ], path: "Benchmarks/Micro", swiftSettings: relaxed),

    .target(name: "Vectors", path: "Tests/Vectors", swiftSettings: relaxed),
    tests("CryptographyTests", ["Cryptography", "Vectors"]),
    tests("TransportTests", ["Transport", "Bytes"]),
    tests("BytesTests", ["Bytes"]),
    tests("HTTPTests", ["HTTP", "Bytes", "Vectors"]),
    tests("IdentityTests", ["Identity", "Cryptography", "HTTP", "Vectors"]),
    tests("ModelAPITests", ["ModelAPI", "HTTP", "Vectors"]),
    tests("PolicyTests", ["Policy", "Vectors"]),
    tests("ProxyTests", ["Proxy", "Transport", "HTTP", "Policy", "Bytes"]),
    .executableTarget(
      name: "audit-crash", dependencies: ["Audit", "Cryptography"], path: "Tests/AuditCrash", swiftSettings: relaxed),
    tests("AuditTests", ["Audit", "Cryptography", "Vectors", "audit-crash"]),
    tests("TelemetryTests", ["Telemetry", "Vectors"]),
    tests("FetchTests", ["Fetch", "Vectors"]),
    tests("StorageTests", ["Storage", "Identity", "Cryptography", "Vectors"]),
    tests("CountersignTests", ["countersign", "Policy", "ModelAPI", "Identity", "Vectors"]),
    tests("TidyTests", ["tidy", "Vectors"]),
  ] + fuzzing,
  cxxLanguageStandard: .cxx17
)
