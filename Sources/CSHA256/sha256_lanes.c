#include "sha256_lanes.h"
#include "constants.h"
#include <string.h>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the kernels swap bytes: they are written for little-endian processors"
#endif

static const uint8_t nothing[64];

#define SWAP_4 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12
#define SWAP_NEXT_4 19, 18, 17, 16, 23, 22, 21, 20, 27, 26, 25, 24, 31, 30, 29, 28
#define SWAP_8_MORE \
  35, 34, 33, 32, 39, 38, 37, 36, 43, 42, 41, 40, 47, 46, 45, 44, 51, 50, 49, 48, 55, 54, 53, 52, 59, 58, 57, 56, 63, \
      62, 61, 60

#define LANES 4
#define NAME(x) four_##x
#define TARGET
#define LOW_HALVES 0, 4, 1, 5
#define HIGH_HALVES 2, 6, 3, 7
#define SWAP_BYTES(raw) __builtin_shufflevector(raw, raw, SWAP_4)
#include "kernel.inc.h"
#undef LANES
#undef NAME
#undef TARGET
#undef LOW_HALVES
#undef HIGH_HALVES
#undef SWAP_BYTES

#if defined(__x86_64__)
#define LANES 8
#define NAME(x) eight_##x
#define TARGET __attribute__((target("avx2,bmi2")))
#define LOW_HALVES 0, 8, 1, 9, 2, 10, 3, 11
#define HIGH_HALVES 4, 12, 5, 13, 6, 14, 7, 15
#define SWAP_BYTES(raw) __builtin_shufflevector(raw, raw, SWAP_4, SWAP_NEXT_4)
#include "kernel.inc.h"
#undef LANES
#undef NAME
#undef TARGET
#undef LOW_HALVES
#undef HIGH_HALVES
#undef SWAP_BYTES

#define LANES 16
#define NAME(x) sixteen_##x
#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,bmi2")))
#define LOW_HALVES 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define HIGH_HALVES 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#define SWAP_BYTES(raw) __builtin_shufflevector(raw, raw, SWAP_4, SWAP_NEXT_4, SWAP_8_MORE)
#include "kernel.inc.h"
#endif

#if defined(__x86_64__)
// The SHA extensions, of which __builtin_cpu_supports does not speak: leaf 7, EBX bit 29.
static int has_sha_instructions(void) {
  unsigned a, b, c, d;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && b >> 29 & 1;
}
#endif

int countersign_sha256_lanes(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
    return 16;
  if (has_sha_instructions()) return 1;
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") ? 8 : 4;
#elif defined(__aarch64__)
  return 1;
#else
  return 4;
#endif
}

void countersign_sha256_many(const struct countersign_sha256_message *messages, size_t count, int lanes) {
  if (!count) return;
#if defined(__x86_64__)
  if (lanes == 16) {
    sixteen_many(messages, count);
    return;
  }
  if (lanes == 8) {
    eight_many(messages, count);
    return;
  }
#endif
  (void)lanes;
  four_many(messages, count);
}
