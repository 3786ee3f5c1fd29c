// Blocks of memory for byte queues, a few of each common size kept by each thread: a connection can give its blocks
// back whenever it has nothing to keep, and the next one gets memory that is still in the cache.
#pragma once
#include <stddef.h>

/// A block of `size` bytes, or NULL where there is no memory.
void *countersign_block_take(size_t size);
/// Gives a block of `size` bytes back, on any thread. NULL is nothing.
void countersign_block_give(void *block, size_t size);
