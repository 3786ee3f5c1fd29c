/* The model server of the comparison: upstream PORT COUNT_FILE EVENTS PERIOD_MS

   A request for a path that begins with /sse gets a stream of EVENTS server-sent events, one every PERIOD_MS, each
   chunk in a send of its own; how many were sent in all stands in COUNT_FILE (8 bytes, little endian). Every other
   request gets the same JSON document. One thread, connections kept for ever, so that it costs little beside what it
   feeds. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { DESCRIPTORS = 4096, ROOM = 65536 };

/* What is known of the request that is arriving, and of the stream that is leaving. */
struct connection {
  long body_left;
  int is_stream;
  int events_left;
};

static struct connection connections[DESCRIPTORS];
static int highest, events, period;
static volatile uint64_t *sent;
static char answer[2048], event[128];
static int answer_length, event_length;
static const char stream_head[] =
  "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n";

static void put(int descriptor, const char *bytes, size_t count) {
  if (send(descriptor, bytes, count, MSG_NOSIGNAL) != (ssize_t)count) connections[descriptor].events_left = 0;
}

static void finish_request(int descriptor) {
  struct connection *one = &connections[descriptor];
  if (!one->is_stream) return put(descriptor, answer, answer_length);
  one->events_left = events;
  put(descriptor, stream_head, sizeof stream_head - 1);
}

/* A head comes in one piece, as every contestant sends it; the body may follow in others. */
static void receive(int descriptor) {
  static char bytes[ROOM];
  struct connection *one = &connections[descriptor];
  ssize_t count = recv(descriptor, bytes, sizeof bytes - 1, 0);
  if (count < 0) return;
  if (count == 0) {
    one->events_left = 0;
    close(descriptor);
    return;
  }
  if (one->body_left > 0) {
    one->body_left -= count;
  } else {
    bytes[count] = 0;
    char *end = strstr(bytes, "\r\n\r\n"), *path = strchr(bytes, ' ');
    char *length = strcasestr(bytes, "\r\ncontent-length:");
    if (!end || !path) return;
    one->is_stream = strncmp(path + 1, "/sse", 4) == 0;
    one->body_left = (length && length < end ? atol(length + 17) : 0) - (bytes + count - (end + 4));
  }
  if (one->body_left <= 0) {
    one->body_left = 0;
    finish_request(descriptor);
  }
}

static void accept_all(int listener, int poller) {
  int one = 1, descriptor;
  while ((descriptor = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    if (descriptor >= DESCRIPTORS) {
      close(descriptor);
      continue;
    }
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    connections[descriptor] = (struct connection){0};
    struct epoll_event interest = {.events = EPOLLIN, .data.fd = descriptor};
    epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &interest);
    if (descriptor > highest) highest = descriptor;
  }
}

/* Every connection has its own millisecond within the period, so that the events are spread evenly. */
static void tick(int timer) {
  static uint64_t milliseconds;
  uint64_t passed;
  if (read(timer, &passed, sizeof passed) != sizeof passed) return;
  milliseconds++;
  for (int descriptor = 0; descriptor <= highest; descriptor++) {
    struct connection *one = &connections[descriptor];
    if (one->events_left == 0 || (milliseconds + descriptor) % period != 0) continue;
    (*sent)++;
    put(descriptor, event, event_length);
    if (one->events_left > 0 && --one->events_left == 0) put(descriptor, "0\r\n\r\n", 5);
  }
}

static void prepare_answers(void) {
  const char *body =
    "{\"id\":\"chatcmpl-0123456789abcdef\",\"object\":\"chat.completion\",\"created\":1760000000,"
    "\"model\":\"llama-3-8b\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
    "\"content\":\"Sunlight is scattered by the air, and short blue waves far more than long red ones, "
    "so the sky we look at sends us blue. "
    "In the evening the light has a much "
    "longer way through the air, the blue is lost on it, and what is left to see of the sun is orange and red.\"},"
    "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":48,\"completion_tokens\":60,\"total_tokens\":108}}";
  const char *head = "HTTP/1.1 200 OK\r\nServer: upstream\r\nContent-Type: application/json\r\nContent-Length: ";
  answer_length = snprintf(answer, sizeof answer, "%s%zu\r\n\r\n%s", head, strlen(body), body);
  const char *data = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" hello\"}}]}\n\n";
  event_length = snprintf(event, sizeof event, "%zx\r\n%s\r\n", strlen(data), data);
}

static int listening(int port) {
  int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(listener, (struct sockaddr *)&at, sizeof at) || listen(listener, 1024)) {
    perror("upstream: bind");
    exit(1);
  }
  return listener;
}

int main(int count, char **words) {
  if (count != 5) {
    fprintf(stderr, "usage: upstream PORT COUNT_FILE EVENTS PERIOD_MS\n");
    return 2;
  }
  events = atoi(words[3]);
  period = atoi(words[4]);
  int file = open(words[2], O_RDWR | O_CREAT, 0644);
  if (file < 0 || ftruncate(file, sizeof *sent)) {
    perror("upstream: count file");
    return 1;
  }
  sent = mmap(NULL, sizeof *sent, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  prepare_answers();
  int listener = listening(atoi(words[1])), poller = epoll_create1(0);
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  struct itimerspec each = {{0, 1000000}, {0, 1000000}};
  timerfd_settime(timer, 0, &each, NULL);
  int watched[] = {listener, timer};
  for (int i = 0; i < 2; i++) {
    struct epoll_event interest = {.events = EPOLLIN, .data.fd = watched[i]};
    epoll_ctl(poller, EPOLL_CTL_ADD, watched[i], &interest);
  }
  for (;;) {
    struct epoll_event ready[256];
    int found = epoll_wait(poller, ready, 256, -1);
    for (int i = 0; i < found; i++) {
      int descriptor = ready[i].data.fd;
      if (descriptor == listener) accept_all(listener, poller);
      else if (descriptor == timer) tick(timer);
      else receive(descriptor);
    }
  }
}
