/* What the disk allows: appends BYTES for each of CALLERS waiting callers, brings them to the disk with one fdatasync,
   answers them all, and begins again.

     group_commit FILE BYTES CALLERS SECONDS

   Prints how many callers were answered a second. `audit.durability: power` is measured against it. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int words, char **word) {
  if (words != 5) return 2;
  size_t bytes = (size_t)atol(word[2]) * (size_t)atol(word[3]);
  char *group = malloc(bytes);
  int file = open(word[1], O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
  if (file < 0 || !group) return 1;
  memset(group, 'x', bytes);
  double began = now(), end = began + atof(word[4]);
  long groups = 0;
  while (now() < end) {
    if (write(file, group, bytes) != (ssize_t)bytes || fdatasync(file)) return 1;
    groups++;
  }
  printf("%.0f\n", (double)groups * atof(word[3]) / (now() - began));
  return 0;
}
