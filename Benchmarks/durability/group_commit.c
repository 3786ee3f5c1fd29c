// What the disk can do: appends the same bytes for 64 waiting callers with one fdatasync a group, and says how many
// callers a second that serves. Arguments: file, bytes a caller, seconds.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { CALLERS = 64 };

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc != 4) return fprintf(stderr, "usage: group_commit FILE BYTES SECONDS\n"), 2;
  size_t bytes = strtoul(argv[2], NULL, 10);
  double seconds = strtod(argv[3], NULL), start = now(), end;
  char *record = calloc(1, bytes);
  int file = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
  if (file < 0) return perror(argv[1]), 1;
  unsigned long served = 0;
  do {
    for (int caller = 0; caller < CALLERS; caller++)
      if (write(file, record, bytes) != (ssize_t)bytes) return perror("write"), 1;
    if (fdatasync(file)) return perror("fdatasync"), 1;
    served += CALLERS;
    end = now();
  } while (end - start < seconds);
  printf("%.0f\n", served / (end - start));
  return 0;
}
