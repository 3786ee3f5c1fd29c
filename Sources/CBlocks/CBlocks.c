#include "CBlocks.h"

#include <stdlib.h>

// The sizes of an empty queue's first block, and of one that a socket is read into.
enum { small_size = 4096, large_size = 16384, kept = 64 };

struct shelf {
  void *blocks[kept];
  unsigned count;
};

static _Thread_local struct shelf small_blocks, large_blocks;

static struct shelf *shelf_of(size_t size) {
  return size == small_size ? &small_blocks : size == large_size ? &large_blocks : NULL;
}

void *countersign_block_take(size_t size) {
  struct shelf *shelf = shelf_of(size);
  if (shelf && shelf->count > 0) return shelf->blocks[--shelf->count];
  return malloc(size);
}

void countersign_block_give(void *block, size_t size) {
  struct shelf *shelf = shelf_of(size);
  if (block && shelf && shelf->count < kept) {
    shelf->blocks[shelf->count++] = block;
  } else {
    free(block);
  }
}
