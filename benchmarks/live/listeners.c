/* A crowd of websocket clients in one thread, cheap enough not to be what is measured.
 *
 *   listeners KIND PORT COUNT UNTIL PATIENCE DEAF STORM THEN
 *
 * KIND: ticker, nchan or nats. Each message ends in `,"n":NUMBER,"ns":NANOSECONDS}` (monotonic clock of this
 * machine). A client takes frames apart, answers pings, and checks that NUMBER goes up by one until UNTIL.
 * Prints `ready` when all are connected; when all have heard UNTIL (or after PATIENCE seconds) one line of
 * JSON; and ends when its standard input does.
 *
 * DEAF clients read nothing for ten seconds, then they look how they were closed. STORM: when half has come, all others hang up and come back within so many seconds
 * with their cursors. THEN: the port where a client goes whose server ends.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ROOM = 1 << 18 };

typedef struct {
  int line, port, deaf, opened, closed, code, gaps, recovered, snapshots, done;
  long last;
  double due; /* when it is to connect; 0 = it is, or need not */
  char epoch[33];
  char *held; /* bytes of a frame that has not come whole */
  size_t holds, room;
} Client;

static const char *kind;
static Client *clients;
static int count, epoll_line, hearing, then_port;
static long until;
static int complete, opened;
static float *latencies;
static size_t heard, latency_room;
static uint64_t bytes_in;

static double now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec + at.tv_nsec / 1e9;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void say(Client *client, const char *bytes, size_t length) {
  if (send(client->line, bytes, length, MSG_NOSIGNAL) != (ssize_t)length && errno != EPIPE && errno != ECONNRESET)
    fail("send");
}

static void join(Client *client) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(client->port)};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int line = socket(AF_INET, SOCK_STREAM, 0), one = 1, small = 4096;
  if (line < 0) fail("socket");
  if (client->deaf) setsockopt(line, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  setsockopt(line, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (connect(line, (struct sockaddr *)&to, sizeof to)) fail("connect");
  char path[128], request[512];
  if (!strcmp(kind, "nchan")) strcpy(path, "/sub");
  else if (!strcmp(kind, "nats")) strcpy(path, "/");
  else if (client->epoch[0]) snprintf(path, sizeof path, "/v1/live?limit=1&cursor=%s:%ld", client->epoch, client->last);
  else strcpy(path, "/v1/live?limit=1");
  int length = snprintf(request, sizeof request,
    "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", path);
  client->line = line;
  client->opened = 0;
  client->holds = 0;
  say(client, request, length);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
  if (epoll_ctl(epoll_line, EPOLL_CTL_ADD, line, &event)) fail("epoll_ctl");
}

static void leave(Client *client) {
  if (client->line >= 0) close(client->line);
  client->line = -1;
}

static void note(Client *client, long number, uint64_t at) {
  struct timespec clock;
  clock_gettime(CLOCK_MONOTONIC, &clock);
  uint64_t here = clock.tv_sec * 1000000000ull + clock.tv_nsec;
  if (client->last && number != client->last + 1) client->gaps++;
  client->last = number;
  if (heard == latency_room) {
    latency_room = latency_room ? 2 * latency_room : 1 << 20;
    latencies = realloc(latencies, latency_room * sizeof *latencies);
    if (!latencies) fail("realloc");
  }
  latencies[heard++] = (here - at) / 1e6f;
  if (number >= until && !client->done) {
    client->done = 1;
    complete++;
  }
}

static int starts(const char *text, size_t length, const char *with) {
  size_t needed = strlen(with);
  return length >= needed && !memcmp(text, with, needed);
}

/* One message: JSON, or NATS' own `MSG news 1 SIZE\r\nJSON\r\n`, several of which may share a frame. */
static void take(Client *client, char *text, size_t length) {
  char *end = text + length;
  if (!strcmp(kind, "ticker") && !starts(text, length, "{\"type\":\"update\"")) {
    if (starts(text, length, "{\"type\":\"snapshot\"")) client->snapshots++, client->last = 0;
    if (starts(text, length, "{\"type\":\"recovered\"")) client->recovered++;
    char *epoch = memmem(text, length, "\"epoch\":\"", 9);
    if (epoch && memchr(epoch + 9, '"', end - epoch - 9)) {
      size_t size = (char *)memchr(epoch + 9, '"', end - epoch - 9) - epoch - 9;
      if (size < sizeof client->epoch) memcpy(client->epoch, epoch + 9, size), client->epoch[size] = 0;
    }
    return;
  }
  for (char *at = text; (at = memmem(at, end - at, ",\"n\":", 5));) {
    char *rest;
    long number = strtol(at + 5, &rest, 10);
    if (starts(rest, end - rest, ",\"ns\":")) note(client, number, strtoull(rest + 6, NULL, 10));
    at = rest;
  }
}

static void frame(Client *client, int opcode, char *payload, size_t length) {
  if (opcode < 3 && !client->deaf) take(client, payload, length);
  if (opcode == 8 && length >= 2) client->code = (unsigned char)payload[0] << 8 | (unsigned char)payload[1];
  if (opcode == 9 && length < 120) { /* a pong, masked with zero */
    char pong[128] = {(char)0x8a, (char)(0x80 | length)};
    memcpy(pong + 6, payload, length);
    say(client, pong, 6 + length);
  }
}

static void keep(Client *client, const char *bytes, size_t length) {
  if (client->holds + length + 1 > client->room) {
    client->room = 2 * (client->holds + length + 1);
    client->held = realloc(client->held, client->room);
    if (!client->held) fail("realloc");
  }
  memcpy(client->held + client->holds, bytes, length);
  client->holds += length;
  client->held[client->holds] = 0; /* strtol stops here at the latest */
}

static void hear(Client *client) {
  static char fresh[ROOM];
  ssize_t got = recv(client->line, fresh, sizeof fresh, MSG_DONTWAIT);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) {
    leave(client);
    client->closed = 1;
    if (then_port && !client->deaf) client->port = then_port, client->due = now() + rand() / (double)RAND_MAX;
    return;
  }
  bytes_in += got;
  keep(client, fresh, got);
  char *at = client->held, *end = client->held + client->holds;
  if (!client->opened) {
    char *body = memmem(at, end - at, "\r\n\r\n", 4);
    if (!body) return;
    if (!starts(at, end - at, "HTTP/1.1 101")) {
      fprintf(stderr, "refused: %.300s\n", at);
      exit(1);
    }
    client->opened = 1;
    opened++;
    at = body + 4;
    if (client->deaf) epoll_ctl(epoll_line, EPOLL_CTL_DEL, client->line, NULL);
    if (!strcmp(kind, "nats")) {
      const char *words = "CONNECT {\"verbose\":false,\"pedantic\":false}\r\nSUB news 1\r\n";
      char sent[128] = {(char)0x82, (char)(0x80 | strlen(words))};
      memcpy(sent + 6, words, strlen(words));
      say(client, sent, 6 + strlen(words));
    }
  }
  while (end - at >= 2) {
    unsigned char *head = (unsigned char *)at;
    size_t length = head[1] & 127, skip = 2;
    if (length == 126) {
      if (end - at < 4) break;
      length = head[2] << 8 | head[3], skip = 4;
    } else if (length == 127) {
      if (end - at < 10) break;
      length = 0;
      for (int byte = 2; byte < 10; byte++) length = length << 8 | head[byte];
      skip = 10;
    }
    if ((size_t)(end - at) < skip + length) break;
    frame(client, head[0] & 15, at + skip, length);
    at += skip + length;
  }
  client->holds = end - at;
  memmove(client->held, at, client->holds);
}

static void turn(int patience) {
  struct epoll_event events[1024];
  int found = epoll_wait(epoll_line, events, 1024, patience);
  for (int one = 0; one < found; one++) {
    Client *client = events[one].data.ptr;
    if (client->line >= 0) hear(client);
  }
  double at = now();
  for (int one = 0; one < count; one++)
    if (clients[one].due && clients[one].due <= at) clients[one].due = 0, join(&clients[one]);
}

static int ascending(const void *one, const void *other) {
  float a = *(const float *)one, b = *(const float *)other;
  return (a > b) - (a < b);
}

int main(int argc, char **argv) {
  if (argc != 9) return 2;
  kind = argv[1];
  int port = atoi(argv[2]);
  count = atoi(argv[3]);
  until = atol(argv[4]);
  double patience = atof(argv[5]), storm = atof(argv[7]);
  int deaf = atoi(argv[6]), stormed = storm == 0;
  then_port = atoi(argv[8]);
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  clients = calloc(count, sizeof *clients);
  epoll_line = epoll_create1(0);
  double born = now();
  for (int one = 0; one < count; one++) {
    clients[one].port = port;
    clients[one].deaf = one < deaf;
    join(&clients[one]);
    if (one % 20 == 0) turn(0);
  }
  while (opened < count) turn(100);
  for (int one = deaf; !strcmp(kind, "ticker") && one < count; one++)
    while (!clients[one].snapshots) turn(100);
  hearing = count - deaf;
  puts("ready");
  fflush(stdout);
  double deadline = now() + patience, waking = born + 10.5;
  struct rusage before, after;
  getrusage(RUSAGE_SELF, &before);
  while (complete < hearing && now() < deadline) {
    turn(50);
    int wake = waking && now() > waking;
    for (int one = 0; wake && one < deaf; one++) {
      struct epoll_event event = {.events = EPOLLIN, .data.ptr = &clients[one]};
      epoll_ctl(epoll_line, EPOLL_CTL_ADD, clients[one].line, &event);
    }
    if (wake) waking = 0;
    int half = !stormed;
    for (int one = deaf; half && one < count; one++) half = clients[one].last >= until / 2;
    if (!stormed && half) {
      stormed = 1;
      for (int one = deaf; one < count; one++)
        leave(&clients[one]), clients[one].due = now() + storm * (rand() / (double)RAND_MAX);
    }
  }
  getrusage(RUSAGE_SELF, &after);
  qsort(latencies, heard, sizeof *latencies, ascending);
  int gaps = 0, recovered = 0, snapshots = 0, deaf_closed = 0, deaf_slow = 0;
  for (int one = 0; one < count; one++) {
    if (clients[one].deaf) {
      deaf_closed += clients[one].closed;
      deaf_slow += clients[one].code == 4000;
      continue;
    }
    gaps += clients[one].gaps;
    recovered += clients[one].recovered;
    snapshots += clients[one].snapshots;
  }
  double used = after.ru_utime.tv_sec - before.ru_utime.tv_sec + after.ru_stime.tv_sec - before.ru_stime.tv_sec +
                (after.ru_utime.tv_usec - before.ru_utime.tv_usec + after.ru_stime.tv_usec - before.ru_stime.tv_usec) / 1e6;
  printf("{\"clients\":%d,\"complete\":%d,\"delivered\":%zu,\"gaps\":%d,\"recovered\":%d,\"snapshots\":%d,"
         "\"deaf_closed\":%d,\"deaf_slow\":%d,\"p50\":%.3f,\"p99\":%.3f,\"max\":%.3f,\"client_cpu\":%.3f,\"bytes\":%llu}\n",
         hearing, complete, heard, gaps, recovered, snapshots, deaf_closed, deaf_slow,
         heard ? latencies[heard / 2] : 0, heard ? latencies[(size_t)((heard - 1) * 0.99)] : 0,
         heard ? latencies[heard - 1] : 0, used, (unsigned long long)bytes_in);
  fflush(stdout);
  while (getchar() != EOF) {
  }
  return 0;
}
