// The kernel for one width: LANES messages at a time, NAME(x) its names, TARGET the instruction set.

typedef uint32_t NAME(words) __attribute__((vector_size(4 * LANES)));

struct NAME(group) {
  NAME(words) state[8];
  /// The next block of each lane.
  const uint8_t *next[LANES];
};

// Word `w` of all lanes side by side in row `w`: after each of log2(LANES) rounds of interleaving, rows hold twice as
// many words of one position.
TARGET static inline void NAME(transpose)(NAME(words) *rows) {
  for (int round = 1; round < LANES; round *= 2) {
    NAME(words) mixed[LANES];
    for (int row = 0; row < LANES / 2; row++) {
      mixed[2 * row] = __builtin_shufflevector(rows[row], rows[row + LANES / 2], LOW_HALVES);
      mixed[2 * row + 1] = __builtin_shufflevector(rows[row], rows[row + LANES / 2], HIGH_HALVES);
    }
    for (int row = 0; row < LANES; row++) rows[row] = mixed[row];
  }
}

TARGET static inline void NAME(load)(struct NAME(group) *group, NAME(words) *message) {
  typedef uint8_t bytes __attribute__((vector_size(4 * LANES)));
  for (int part = 0; part < 16; part += LANES) {
    for (int lane = 0; lane < LANES; lane++) {
      bytes raw;
      memcpy(&raw, group->next[lane] + 4 * part, sizeof raw);
      message[part + lane] = (NAME(words))SWAP_BYTES(raw);
    }
    NAME(transpose)(message + part);
  }
  for (int lane = 0; lane < LANES; lane++) group->next[lane] += 64;
}

#define ROTATED(x, n) ((x) >> (n) | (x) << (32 - (n)))

TARGET static void NAME(block)(struct NAME(group) *group) {
  NAME(words) w[16];
  NAME(load)(group, w);
  NAME(words) *s = group->state;
  NAME(words) a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];
#pragma clang loop unroll(full)
  for (int round = 0; round < 64; round++) {
    NAME(words) word = w[round & 15];
    if (round >= 16) {
      NAME(words) early = w[(round + 1) & 15], late = w[(round + 14) & 15];
      NAME(words) sigma0 = ROTATED(early, 7) ^ ROTATED(early, 18) ^ early >> 3;
      NAME(words) sigma1 = ROTATED(late, 17) ^ ROTATED(late, 19) ^ late >> 10;
      word += sigma0 + w[(round + 9) & 15] + sigma1;
      w[round & 15] = word;
    }
    NAME(words) sum1 = ROTATED(e, 6) ^ ROTATED(e, 11) ^ ROTATED(e, 25);
    NAME(words) sum0 = ROTATED(a, 2) ^ ROTATED(a, 13) ^ ROTATED(a, 22);
    NAME(words) first = h + sum1 + ((e & f) ^ (~e & g)) + sha256_k[round] + word;
    NAME(words) second = sum0 + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + first, d = c, c = b, b = a, a = first + second;
  }
  s[0] += a, s[1] += b, s[2] += c, s[3] += d, s[4] += e, s[5] += f, s[6] += g, s[7] += h;
}

#undef ROTATED

TARGET static void NAME(many)(const struct countersign_sha256_message *messages, size_t count) {
  struct NAME(group) group;
  const struct countersign_sha256_message *current[LANES];
  size_t left[LANES];
  size_t taken = 0;
  int busy = 0;
  for (int lane = 0; lane < LANES; lane++) current[lane] = NULL;
  do {
    // A lane that is done takes the next message; where none is left it hashes zeros that nobody reads.
    size_t shortest = SIZE_MAX;
    for (int lane = 0; lane < LANES; lane++) {
      if (!current[lane] && taken < count) {
        current[lane] = &messages[taken++];
        left[lane] = current[lane]->count;
        group.next[lane] = current[lane]->blocks;
        for (int word = 0; word < 8; word++) group.state[word][lane] = sha256_start[word];
        busy++;
      }
      if (current[lane] && left[lane] < shortest) shortest = left[lane];
    }
    for (size_t block = 0; block < shortest; block++) {
      for (int lane = 0; lane < LANES; lane++)
        if (!current[lane]) group.next[lane] = nothing;
      NAME(block)(&group);
    }
    for (int lane = 0; lane < LANES; lane++) {
      if (!current[lane] || (left[lane] -= shortest)) continue;
      for (int word = 0; word < 8; word++) {
        uint32_t value = __builtin_bswap32(group.state[word][lane]);
        memcpy(current[lane]->digest + 4 * word, &value, 4);
      }
      current[lane] = NULL;
      busy--;
    }
  } while (busy > 0 || taken < count);
}
