internal import Policy

/// Storages that would get into each other's way, or into the way of the state folder.
struct StorageChecks {
    let gateway: Gateway
    /// Where each `[storage.X]` stands.
    let lines: [Name: Int]

    /// What the state folder keeps for itself.
    private static let ours = ["trail", "catalog", "secrets", "gate-secrets", "run"]

    var complaints: [Complaint] {
        let storages = gateway.storages.sorted { $0.key < $1.key }
        var complaints = storages.compactMap(beside)
        for (index, (name, storage)) in storages.enumerated() {
            guard let other = storages[..<index].first(where: { overlap($0.value.location, storage.location) })
            else { continue }
            complaints.append(
                complaint(name, "storage \"\(name)\" and storage \"\(other.key)\" lie inside each other"))
        }
        return complaints
    }

    private func beside(_ name: Name, _ storage: Storage) -> Complaint? {
        guard case .local(let root, _) = storage else { return nil }
        let (folder, state) = (parts(root), parts(gateway.state))
        if state.starts(with: folder) {
            return complaint(name, "the state folder lies inside the storage \"\(name)\"")
        }
        guard Self.ours.contains(where: { folder.starts(with: state + [$0]) }) else { return nil }
        return complaint(name, "the storage \"\(name)\" lies in a folder that belongs to the state")
    }

    private func complaint(_ name: Name, _ message: String) -> Complaint {
        Complaint(line: lines[name] ?? 1, message: message, hint: "give each a folder of its own, side by side")
    }
}

extension Storage {
    /// Where it lies, from the outside in, so that two can be compared.
    fileprivate var location: [String] {
        switch self {
        case .local(let root, _): ["local"] + parts(root)
        case .s3(let bucket): ["s3", bucket.endpoint, bucket.bucket] + parts(bucket.prefix ?? "")
        }
    }
}

private func parts(_ path: String) -> [String] { path.split(separator: "/").map { String($0) } }

private func overlap(_ left: [String], _ right: [String]) -> Bool { zip(left, right).allSatisfy(==) }
