// Two threads count in one place without a lock: ThreadSanitizer must say so, or its silence elsewhere means nothing.
import Glibc

nonisolated(unsafe) let shared = UnsafeMutablePointer<Int>.allocate(capacity: 1)
shared.initialize(to: 0)

func count(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  for _ in 0..<1000 { shared.pointee += 1 }
  return nil
}

var threads = [pthread_t(), pthread_t()]
for i in threads.indices { pthread_create(&threads[i], nil, count, nil) }
for thread in threads { pthread_join(thread, nil) }
print(shared.pointee)
