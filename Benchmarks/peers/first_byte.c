/* How long a chunk takes from an upstream's send to a client's receive, at idle.

     first_byte UPSTREAM_PORT PROXY_PORT HEAD_FILE COUNT PAUSE_US

   A process of its own plays the upstream: it answers one request with a chunked stream and writes the time into each
   chunk right before it sends it. The client asks through the proxy (or, where both ports are the same, the upstream
   itself) with the request in HEAD_FILE, waits in recv, and compares. Prints nanoseconds: p50 p99 least. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static struct sockaddr_in loopback(int port) {
  struct in_addr host = {.s_addr = htonl(INADDR_LOOPBACK)};
  return (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = host};
}

static void prompt(int descriptor) {
  int one = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

static void serve(int listener, int count, int pause) {
  char request[65536], chunk[128];
  int descriptor = accept(listener, NULL, NULL);
  if (descriptor < 0) fail("accept");
  prompt(descriptor);
  if (recv(descriptor, request, sizeof request, 0) <= 0) fail("upstream recv");
  const char *head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  send(descriptor, head, strlen(head), MSG_NOSIGNAL);
  for (int i = 0; i < count; i++) {
    usleep(pause);
    int length = snprintf(chunk, sizeof chunk, "20\r\ndata: {\"t\":%018llu}\n\n\r\n", (unsigned long long)now());
    if (send(descriptor, chunk, length, MSG_NOSIGNAL) != length) fail("upstream send");
  }
  send(descriptor, "0\r\n\r\n", 5, MSG_NOSIGNAL);
  usleep(200000);
  _exit(0);
}

static int compare(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

int main(int words, char **word) {
  if (words != 6) {
    fprintf(stderr, "usage: first_byte UPSTREAM_PORT PROXY_PORT HEAD_FILE COUNT PAUSE_US\n");
    return 2;
  }
  int count = atoi(word[4]), one = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in at = loopback(atoi(word[1])), proxy = loopback(atoi(word[2]));
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(listener, (struct sockaddr *)&at, sizeof at) || listen(listener, 16)) fail("bind");
  if (fork() == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    serve(listener, count, atoi(word[5]));
  }
  char bytes[65536];
  FILE *file = fopen(word[3], "rb");
  if (!file) fail(word[3]);
  size_t length = fread(bytes, 1, sizeof bytes, file);
  int client = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(client, (struct sockaddr *)&proxy, sizeof proxy)) fail("connect");
  prompt(client);
  if (send(client, bytes, length, MSG_NOSIGNAL) != (ssize_t)length) fail("send");
  struct timeval patience = {.tv_sec = 2};
  setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  uint64_t *took = calloc(count, sizeof *took);
  int found = 0;
  /* On a busy machine two chunks may come at once: the first of them is the one that waited. */
  while (found < count) {
    ssize_t received = recv(client, bytes, sizeof bytes - 1, 0);
    uint64_t arrived = now();
    if (received <= 0) break;
    bytes[received] = 0;
    char *time = strstr(bytes, "\"t\":");
    if (time) took[found++] = arrived - strtoull(time + 4, NULL, 10);
  }
  if (found < count / 2) {
    fprintf(stderr, "only %d of %d chunks arrived: %.200s\n", found, count, bytes);
    return 1;
  }
  qsort(took, found, sizeof *took, compare);
  printf("%llu %llu %llu\n", (unsigned long long)took[found / 2], (unsigned long long)took[found * 99 / 100],
    (unsigned long long)took[0]);
  return 0;
}
