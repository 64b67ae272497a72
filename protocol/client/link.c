#include "protocol/client/link.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>

#include "protocol/base/log.h"

#define MONITOR "inproc://monitor"

/* Lines that are dead without a word are noticed after this time. */
enum { PING_MS = 5000, PING_TIMEOUT_MS = 15000, RECONNECT_MAX_MS = 2000 };
enum { MAX_ANSWER_BYTES = 64 << 20 };

static int set_number(void *socket, int option, int value)
{
	return zmq_setsockopt(socket, option, &value, sizeof(value));
}

static int set_key(void *socket, int option, const char *key)
{
	return key ? zmq_setsockopt(socket, option, key, strlen(key)) : -1;
}

static int set_keys(void *socket, const struct nw_options *o)
{
	if (!o || !o->server_key)
		return 0;
	if (set_key(socket, ZMQ_CURVE_SERVERKEY, o->server_key) != 0 ||
	    set_key(socket, ZMQ_CURVE_PUBLICKEY, o->public_key) != 0 ||
	    set_key(socket, ZMQ_CURVE_SECRETKEY, o->secret_key) != 0)
		return LINK_BAD;
	return 0;
}

static int configure(struct link *l)
{
	if (set_number(l->socket, ZMQ_LINGER, 0) != 0 ||
	    set_number(l->socket, ZMQ_SNDHWM, 0) != 0 ||
	    set_number(l->socket, ZMQ_RCVHWM, 0) != 0 ||
	    set_number(l->socket, ZMQ_IPV6, 1) != 0 ||
	    set_number(l->socket, ZMQ_HEARTBEAT_IVL, PING_MS) != 0 ||
	    set_number(l->socket, ZMQ_HEARTBEAT_TIMEOUT, PING_TIMEOUT_MS) != 0 ||
	    set_number(l->socket, ZMQ_RECONNECT_IVL_MAX, RECONNECT_MAX_MS) != 0)
		return nw_fault(-errno, "link: set the socket's options");
	return 0;
}

static int open_monitor(struct link *l)
{
	if (zmq_socket_monitor(l->socket, MONITOR,
			       ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED) !=
	    0)
		return nw_fault(-errno, "link: start the monitor");
	l->monitor = zmq_socket(l->context, ZMQ_PAIR);
	if (!l->monitor || zmq_connect(l->monitor, MONITOR) != 0)
		return nw_fault(-errno, "link: open the monitor");
	return 0;
}

static int watch(struct link *l, void *socket)
{
	struct epoll_event interest = { .events = EPOLLIN };
	size_t size = sizeof(interest.data.fd);

	if (zmq_getsockopt(socket, ZMQ_FD, &interest.data.fd, &size) != 0 ||
	    epoll_ctl(l->epoll, EPOLL_CTL_ADD, interest.data.fd, &interest) != 0)
		return nw_fault(-errno, "link: watch a socket");
	return 0;
}

static int make_sockets(struct link *l)
{
	l->context = zmq_ctx_new();
	l->socket = l->context ? zmq_socket(l->context, ZMQ_DEALER) : NULL;
	l->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (!l->socket || l->epoll < 0)
		return nw_fault(-errno, "link: make a socket");
	return configure(l);
}

static int connect_to(struct link *l, const char *endpoint)
{
	return zmq_connect(l->socket, endpoint) == 0 ? 0 : LINK_BAD;
}

static int open_all(struct link *l, const struct nw_options *o, const char *fallback)
{
	int r = make_sockets(l);

	if (r == 0)
		r = set_keys(l->socket, o);
	if (r == 0)
		r = open_monitor(l);
	if (r == 0)
		r = watch(l, l->socket);
	if (r == 0)
		r = watch(l, l->monitor);
	return r != 0 ? r : connect_to(l, o && o->endpoint ? o->endpoint : fallback);
}

int link_open(struct link *l, enum frame_socket kind, const struct nw_options *options,
	      const char *fallback)
{
	int r;

	*l = (struct link){ .epoll = -1, .kind = kind };
	for (size_t i = 0; i < FRAME_MAX_PARTS; i++)
		zmq_msg_init(&l->parts[i]);
	r = open_all(l, options, fallback);
	if (r != 0)
		link_close(l, 0);
	return r;
}

static int send_part(struct link *l, const void *data, size_t len, bool more)
{
	int flags = ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0);

	if (zmq_send(l->socket, data, len, flags) >= 0)
		return 0;
	return errno == EAGAIN ? LINK_NONE : nw_fault(-errno, "link: send");
}

int link_send(struct link *l, enum nw_verb verb, const void *head, size_t head_len,
	      const void *body, size_t body_len)
{
	size_t len;
	const char *text = frame_verb_text(verb, &len);
	int r = send_part(l, text, len, true);

	if (r == 0)
		r = send_part(l, head, head_len, body_len > 0);
	if (r == 0 && body_len)
		r = send_part(l, body, body_len, false);
	return r;
}

/* Parts that are too many are read and dropped. */
static int receive_parts(struct link *l, size_t *ret_n)
{
	size_t n = 0;
	int more = 1;

	while (more) {
		zmq_msg_t *part =
			&l->parts[n < FRAME_MAX_PARTS ? n : FRAME_MAX_PARTS - 1];

		if (zmq_msg_recv(part, l->socket, ZMQ_DONTWAIT) < 0)
			return errno == EAGAIN ? LINK_NONE
					       : nw_fault(-errno, "link: receive");
		more = zmq_msg_more(part);
		n++;
	}
	*ret_n = n;
	return 0;
}

int link_receive(struct link *l, struct frame_message *ret)
{
	struct frame_part parts[FRAME_MAX_PARTS];
	char reason[FRAME_MAX_REASON];
	size_t n = 0;
	int r = receive_parts(l, &n);

	if (r != 0)
		return r;
	for (size_t i = 0; i < n && i < FRAME_MAX_PARTS; i++)
		parts[i] = (struct frame_part){ zmq_msg_data(&l->parts[i]),
						zmq_msg_size(&l->parts[i]) };
	r = frame_read(parts, n, l->kind, false, MAX_ANSWER_BYTES, ret, reason);
	return r == 0 ? 0 : LINK_BAD;
}

/* Takes what the monitor has to say: frames of (u16 event, u32 value), address. */
static void read_monitor(struct link *l)
{
	char event[64], address[256];

	while (zmq_recv(l->monitor, event, sizeof(event), ZMQ_DONTWAIT) >= 2) {
		uint16_t what;

		memcpy(&what, event, sizeof(what));
		(void)zmq_recv(l->monitor, address, sizeof(address), ZMQ_DONTWAIT);
		l->connected = what == ZMQ_EVENT_HANDSHAKE_SUCCEEDED;
		l->anew |= l->connected;
	}
}

bool link_was_connected(struct link *l)
{
	bool anew;

	read_monitor(l);
	anew = l->anew;
	l->anew = false;
	return anew;
}

bool link_has_more(const struct link *l)
{
	int events = 0;
	size_t size = sizeof(events);

	return zmq_getsockopt(l->socket, ZMQ_EVENTS, &events, &size) == 0 &&
	       (events & ZMQ_POLLIN);
}

int link_wait(struct link *l, int timeout_ms)
{
	zmq_pollitem_t items[] = {
		{ .socket = l->socket, .events = ZMQ_POLLIN },
		{ .socket = l->monitor, .events = ZMQ_POLLIN },
	};

	if (zmq_poll(items, NW_ARRAY_LEN(items), timeout_ms) >= 0)
		return 0;
	return errno == EINTR ? -EINTR : nw_fault(-errno, "link: wait");
}

void link_close(struct link *l, int linger_ms)
{
	for (size_t i = 0; i < FRAME_MAX_PARTS; i++)
		zmq_msg_close(&l->parts[i]);
	if (l->socket) {
		set_number(l->socket, ZMQ_LINGER, linger_ms);
		zmq_socket_monitor(l->socket, NULL, 0);
		zmq_close(l->socket);
	}
	if (l->monitor) {
		set_number(l->monitor, ZMQ_LINGER, 0);
		zmq_close(l->monitor);
	}
	if (l->context)
		zmq_ctx_term(l->context);
	if (l->epoll >= 0)
		close(l->epoll);
	*l = (struct link){ .epoll = -1 };
}
