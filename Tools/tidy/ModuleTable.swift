/// Which module may import what: the table of ARCHITECTURE.md, for the rule that checks it.
enum ModuleTable {
  /// Our own modules and C libraries that each module may import, the system's modules aside.
  static let imports: [String: Set<String>] = [
    "Bytes": ["CBlocks", "CScan"],
    "Cryptography": ["COpenSSL", "CSHA256", "CSodium"],
    "Transport": ["Bytes", "CLinux", "COpenSSL"],
    "HTTP": ["Bytes"],
    "Identity": ["Cryptography", "HTTP"],
    "ModelAPI": ["Bytes", "HTTP", "CSimdjson"],
    "Policy": [],
    "Proxy": ["Bytes", "Transport", "HTTP", "Policy"],
    "Audit": ["Cryptography", "CLinux"],
    "Telemetry": ["CScan"],
    "Fetch": ["CCurl"],
    "Storage": ["Identity", "Cryptography", "CSQLite"],
    "countersign": [
      "Bytes",
      "Cryptography", "Transport", "HTTP", "Identity", "ModelAPI", "Policy", "Proxy", "Audit", "Telemetry", "Fetch",
      "Storage", "CYAML",
    ],
  ]

  /// Modules of the toolchain that may be imported anywhere.
  static let system: Set<String> = ["Glibc", "Synchronization"]

  /// Modules that may import Foundation; the others are on the request path or serve those that are.
  static let mayImportFoundation: Set<String> = ["countersign"]

  /// Modules that may say `unsafe`: those that own a C library, mapped memory or descriptors.
  static let mayBeUnsafe: Set<String> = [
    "Bytes", "Transport", "HTTP", "Cryptography", "Storage", "Fetch", "Audit", "ModelAPI", "Telemetry",
  ]

  /// C targets: no Swift in them, so only the rules about text apply.
  static let cTargets: Set<String> = [
    "COpenSSL", "CSodium", "CSQLite", "CYAML", "CCurl", "CLinux", "CBlocks", "CScan", "CSimdjson", "CSHA256",
  ]
}
