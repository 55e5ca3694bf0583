internal import Policy
internal import Restic

/// Objects that are being received: room that is promised and not used yet.
struct Reservations {
    /// One of them.
    struct Held {
        let session: UInt64
        let client: String
        let place: Place
        let object: Object
        let length: ByteCount
        var cost: ByteCount { ObjectCost.of(length) }
    }

    /// What all of a place, a storage or a client come to.
    struct Sum: Hashable {
        var cost = ByteCount.zero
        var length = ByteCount.zero
        var objects = 0
        var snapshots = 0
    }

    private var held: [UInt64: Held] = [:]
    private var places: [Place: Sum] = [:]
    private var storages: [Name: Sum] = [:]
    private var clients: [String: Sum] = [:]
    private var last: UInt64 = 0

    func sum(place: Place) -> Sum { places[place] ?? Sum() }

    func sum(storage: Name) -> Sum { storages[storage] ?? Sum() }

    func sum(client: String) -> Sum { clients[client] ?? Sum() }

    /// Locks or keys that are on their way into a place; there are few, so they are simply counted.
    func count(_ kind: FileKind, at place: Place) -> (all: Int, of: (String) -> Int) {
        let found = held.values.filter { one in
            if case .file(kind, _) = one.object { return one.place == place }
            return false
        }
        return (found.count, { client in found.count { $0.client == client } })
    }

    subscript(number: UInt64) -> Held? { held[number] }

    mutating func add(_ one: Held) -> UInt64 {
        last += 1
        held[last] = one
        Self.change(&places[one.place, default: Sum()], one, add: true)
        Self.change(&storages[one.place.storage, default: Sum()], one, add: true)
        Self.change(&clients[one.client, default: Sum()], one, add: true)
        return last
    }

    mutating func remove(_ number: UInt64) {
        guard let one = held.removeValue(forKey: number) else { return }
        Self.change(&places[one.place, default: Sum()], one, add: false)
        Self.change(&storages[one.place.storage, default: Sum()], one, add: false)
        Self.change(&clients[one.client, default: Sum()], one, add: false)
        // What is back at nothing takes no room.
        if places[one.place]?.objects == 0 { places[one.place] = nil }
        if clients[one.client]?.objects == 0 { clients[one.client] = nil }
    }

    private static func change(_ sum: inout Sum, _ one: Held, add: Bool) {
        let isSnapshot = if case .file(.snapshots, _) = one.object { true } else { false }
        sum.cost = add ? sum.cost + one.cost : sum.cost - one.cost
        sum.length = add ? sum.length + one.length : sum.length - one.length
        sum.objects += add ? 1 : -1
        if isSnapshot { sum.snapshots += add ? 1 : -1 }
    }
}
