/* Counts the memory allocations of each thread, exactly. See Allocations.c. */
#ifndef ALLOCATIONS_H
#define ALLOCATIONS_H

#include <stdint.h>

/* Calls of malloc, calloc, realloc, memalign, aligned_alloc and posix_memalign this thread has made so far. */
uint64_t allocations_of_this_thread(void);

/* The same of all threads together. */
uint64_t allocations_of_this_process(void);

#endif
