// Linux headers that Swift's Glibc module leaves out, and the few GNU calls behind _GNU_SOURCE, which must not be
// defined here: it would change types that Swift's Glibc module has already seen.
#pragma once
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include "crc32c.h"
#include "rewrite.h"

// accept4(2) with SOCK_NONBLOCK and SOCK_CLOEXEC.
int countersign_accept(int listener, struct sockaddr_storage *peer);
// syncfs(2): 0, or -1 with errno, also for errors of earlier writes.
int countersign_sync_filesystem(int descriptor);
// pthread_setname_np(3) for the calling thread; at most 15 characters.
void countersign_name_thread(const char *name);
