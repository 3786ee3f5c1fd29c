import Glibc

@testable import Transport

/// What a scripted kernel deals besides short reads and writes, reordered and delayed readiness, and EINTR.
struct KernelFaults {
  /// Sockets that cannot be made, watched or connected.
  var connecting = false
  /// Connections that cannot be accepted for a while.
  var accepting = false
}

/// What no kernel does: a run that does not notice proves nothing.
enum KernelLie: CaseIterable {
  case losesReadiness, losesBytes, changesBytes, repeatsBytes
}

/// Plays the kernel for one loop: sockets in memory, readiness as edges that come late, merged, in any order or for
/// nothing, and a clock that moves when nobody has anything to do. All chance comes from one seed.
final class ScriptedKernel: Kernel {
  var random: SeededRandom
  let faults: KernelFaults
  /// Lets the other ends do something; false when none of them can.
  var act: () -> Bool = { false }
  /// What the gateway did that no program may do.
  private(set) var violations: [String] = []
  /// Connections that the gateway has made, for the upstream to find.
  var dialled: [ScriptedSocket] = []
  /// How much may be under way to the upstream, one of them by chance.
  let windows: [Int]
  private(set) var now: UInt64 = 1_000_000_000_000
  private(set) var calls = 0

  private static let firstDescriptor: Int32 = 1 << 24
  private static let start: UInt64 = 1_790_000_000 * Nanoseconds.perSecond
  private var next = firstDescriptor
  private var sockets: [Int32: ScriptedSocket] = [:]
  private var order: [ScriptedSocket] = []
  private var listener: (descriptor: Int32, token: UInt64?) = (-1, nil)
  private var backlog: [ScriptedSocket] = []
  private var listenerHasEdge = false
  private var events: [(UInt64, Readiness)] = []
  private var idleTurns = 0
  private var bytesMoved = 0
  private var bytesBefore = 0

  init(seed: UInt64, faults: KernelFaults, windows: [Int]) {
    random = SeededRandom(seed: seed)
    self.faults = faults
    self.windows = windows
  }

  /// Descriptors that the gateway has not closed, but for the listener.
  var openCount: Int { sockets.count }

  func makeListener() -> Int32 {
    listener.descriptor = makeDescriptor()
    return listener.descriptor
  }

  /// A client's connection, in line to be accepted.
  func dial(window: Int) -> ScriptedSocket {
    let socket = ScriptedSocket(descriptor: makeDescriptor(), window: window, standing: .connected)
    backlog.append(socket)
    listenerHasEdge = true
    return socket
  }

  private func makeDescriptor() -> Int32 {
    next += 1
    return next
  }

  /// For the controls alone.
  var lie: KernelLie?
  /// Says every call, to follow one seed.
  var isTracing = false

  private func trace(_ text: @autoclosure () -> String) {
    if isTracing { print("\(now)", text()) }
  }

  private func find(_ descriptor: Int32, _ call: String) -> ScriptedSocket? {
    calls += 1
    if let socket = sockets[descriptor] { return socket }
    violations.append("\(call) of a descriptor that is not open")
    return nil
  }

  // MARK: The calls themselves

  override func receiveOnce(_ descriptor: Int32, into target: UnsafeMutableRawPointer, _ room: Int) -> Int {
    guard let socket = find(descriptor, "recv") else { return -Int(EBADF) }
    if random.oneIn(16) { return -Int(EINTR) }
    // More may arrive while the gateway is at work; its edge then comes for what has been read already.
    if random.oneIn(8) { _ = act() }
    if !socket.arrived.isEmpty {
      let count = min(room, socket.arrived.count)
      socket.arrived.take(count, into: target)
      if lie == .changesBytes && random.oneIn(8) { target.storeBytes(of: 0x7a, as: UInt8.self) }
      bytesMoved += count
      trace("recv \(descriptor): \(count)")
      return count
    }
    if socket.reset != 0 && !socket.resetIsTold {
      socket.resetIsTold = true
      return -Int(socket.reset)
    }
    return socket.peerHasFinished ? 0 : -Int(EAGAIN)
  }

  override func sendOnce(_ descriptor: Int32, _ source: UnsafeRawPointer, _ count: Int) -> Int {
    guard let socket = find(descriptor, "send") else { return -Int(EBADF) }
    if socket.gatewayHasFinished { violations.append("send behind the end of the stream") }
    if random.oneIn(16) { return -Int(EINTR) }
    if socket.reset != 0 { return -Int(socket.resetIsTold ? EPIPE : ECONNRESET) }
    if socket.peerIsGone {
      socket.abort()
      return count
    }
    let room = socket.window - socket.sent.count
    if room <= 0 {
      socket.wantsRoom = true
      return -Int(EAGAIN)
    }
    if random.oneIn(16) {
      // Short of memory: nothing fits, and room is announced later.
      socket.hasEdge = true
      return -Int(EAGAIN)
    }
    let sent = random.oneIn(3) ? random.piece(upTo: min(count, room)) : min(count, room)
    if lie != .losesBytes || !random.oneIn(8) { socket.sent.append(source, sent) }
    if lie == .repeatsBytes && random.oneIn(8) { socket.sent.append(source, 1) }
    bytesMoved += sent
    trace("send \(descriptor): \(sent) of \(count)")
    return sent
  }

  override func acceptOnce(_ descriptor: Int32, _ peer: inout sockaddr_storage) -> Int32 {
    calls += 1
    if random.oneIn(16) { return -random.pick([EINTR, ECONNABORTED]) }
    guard !backlog.isEmpty else { return -EAGAIN }
    if faults.accepting && random.oneIn(3) { return -random.pick([EMFILE, ENFILE, ENOBUFS, ENOMEM, EPROTO]) }
    let socket = backlog.removeFirst()
    sockets[socket.descriptor] = socket
    return socket.descriptor
  }

  override func socket(family: Int32) -> Int32 {
    calls += 1
    if faults.connecting && random.oneIn(8) { return -random.pick([EMFILE, ENFILE, ENOBUFS]) }
    let socket = ScriptedSocket(
      descriptor: makeDescriptor(), window: random.pick(windows), standing: .connecting)
    sockets[socket.descriptor] = socket
    return socket.descriptor
  }

  override func connectOnce(_ descriptor: Int32, to address: SocketAddress) -> Int32 {
    guard let socket = find(descriptor, "connect") else { return -EBADF }
    if faults.connecting && random.oneIn(8) { return -random.pick([ECONNREFUSED, ENETUNREACH, EADDRNOTAVAIL]) }
    dialled.append(socket)
    if random.oneIn(4) {
      socket.settleConnection(0)
      return 0
    }
    return random.oneIn(4) ? -EINTR : -EINPROGRESS
  }

  override func pendingError(_ descriptor: Int32) -> Int32 {
    guard let socket = find(descriptor, "getsockopt") else { return EBADF }
    if case .refused(let error) = socket.standing { return error }
    return 0
  }

  override func finishSending(_ descriptor: Int32) {
    trace("shutdown \(descriptor)")
    find(descriptor, "shutdown")?.gatewayHasFinished = true
  }

  override func close(_ descriptor: Int32) {
    if descriptor == listener.descriptor {
      listener.token = nil
      return
    }
    guard let socket = find(descriptor, "close") else { return }
    trace("close \(descriptor) \(socket)")
    sockets[descriptor] = nil
    order.removeAll { $0 === socket }
    socket.closedByGateway()
  }

  // MARK: Readiness and time

  override func watch(_ descriptor: Int32, token: UInt64, interest: Interest) -> Bool {
    if descriptor == listener.descriptor {
      listener.token = token
      return true
    }
    // The loop's mailbox is a real descriptor, and nobody writes to it here.
    guard descriptor > Self.firstDescriptor, let socket = find(descriptor, "epoll_ctl") else { return true }
    if faults.connecting && random.oneIn(12) { return false }
    socket.token = token
    socket.hasEdge = true
    order.append(socket)
    return true
  }

  override func wait(milliseconds: Int32) -> Int {
    noteTurn(milliseconds)
    now += UInt64(random.below(20_000))
    if random.oneIn(24) { return 0 }
    events.removeAll(keepingCapacity: true)
    for _ in 0..<random.between(1, 4) { _ = act() }
    collect()
    while events.isEmpty && milliseconds > 0 {
      let didAct = act()
      collect()
      if didAct || !events.isEmpty || isAnythingPending { continue }
      now += UInt64(milliseconds) * Nanoseconds.perMillisecond
      return 0
    }
    events.shuffle(using: &random)
    for event in events { trace("event \(event)") }
    return events.count
  }

  // A loop that comes back at once, again and again, and moves no byte, spins.
  private func noteTurn(_ milliseconds: Int32) {
    idleTurns = milliseconds == 0 && bytesMoved == bytesBefore ? idleTurns + 1 : 0
    bytesBefore = bytesMoved
    if idleTurns == 200 { violations.append("200 turns without sleep and without a byte moved") }
  }

  private var isAnythingPending: Bool {
    listenerHasEdge && listener.token != nil || order.contains { $0.hasEdge && $0.level.rawValue != 0 }
  }

  private func collect() {
    if listenerHasEdge, let token = listener.token, random.oneIn(2) {
      listenerHasEdge = false
      events.append((token, .readable))
    }
    for socket in order where socket.level.rawValue != 0 {
      // Late in one case of four, and for nothing now and then.
      guard socket.hasEdge ? !random.oneIn(4) : random.oneIn(64), let token = socket.token else { continue }
      socket.hasEdge = false
      if lie == .losesReadiness && random.oneIn(8) { continue }
      if events.contains(where: { $0.0 == token }) { continue }
      events.append((token, socket.level))
    }
  }

  override func event(_ index: Int) -> (token: UInt64, readiness: Readiness) { events[index] }

  override func monotonic() -> UInt64 { now }

  override func realtime() -> UInt64 { Self.start + now }
}
