#include "daemon/io/message.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "daemon/config/config.h"
#include "protocol/base/log.h"
#include "protocol/head.h"

static const char IPC[] = "ipc://";

enum { SEND_QUEUE = 10000, LINGER_MS = 1000, LONGEST_SEARCHED = 1 << 20 };

static int take_frame(zmq_msg_t *frame, void *socket)
{
	zmq_msg_init(frame);
	if (zmq_msg_recv(frame, socket, ZMQ_DONTWAIT) >= 0)
		return 0;
	zmq_msg_close(frame);
	return errno == EAGAIN || errno == EINTR ? MESSAGE_NONE
						 : nw_fault(-errno, "message: receive");
}

static int take_peer(struct message *m, void *socket, bool *ret_more)
{
	zmq_msg_t frame;
	int r = take_frame(&frame, socket);

	if (r != 0)
		return r;
	m->peer.len = (uint8_t)zmq_msg_size(&frame);
	memcpy(m->peer.bytes, zmq_msg_data(&frame), m->peer.len);
	*ret_more = zmq_msg_more(&frame);
	zmq_msg_close(&frame);
	return 0;
}

int message_take(struct message *m, void *socket)
{
	bool more;
	int r;

	m->n = 0;
	r = take_peer(m, socket, &more);
	while (r == 0 && more) {
		size_t i = m->n < FRAME_MAX_PARTS ? m->n : FRAME_MAX_PARTS;
		zmq_msg_t surplus,
			*frame = i < FRAME_MAX_PARTS ? &m->frames[i] : &surplus;

		r = take_frame(frame, socket);
		if (r != 0)
			break;
		more = zmq_msg_more(frame);
		m->n++;
		if (i == FRAME_MAX_PARTS)
			zmq_msg_close(frame);
		else
			m->parts[i] = (struct frame_part){ zmq_msg_data(frame),
							   zmq_msg_size(frame) };
	}
	if (r != 0)
		message_end(m);
	m->peer.req = m->n && m->parts[0].len == 0;
	return r;
}

void message_end(struct message *m)
{
	for (size_t i = 0; i < m->n && i < FRAME_MAX_PARTS; i++)
		zmq_msg_close(&m->frames[i]);
	m->n = 0;
}

uint64_t message_n(const struct message *m)
{
	struct head_reader reader;
	struct head_member member;
	uint64_t n = FRAME_NO_N;
	int r;

	if (m->n < 2 || m->parts[1].len > LONGEST_SEARCHED)
		return FRAME_NO_N;
	r = head_open(&reader, m->parts[1].data, m->parts[1].len);
	while (r == 0 && (r = head_next(&reader, &member)) == 0)
		if (head_key_is(&member, "n") && member.kind == HEAD_NUMBER &&
		    head_uint(&member, &n) != 0)
			n = FRAME_NO_N;
	return n > FRAME_MAX_N ? FRAME_NO_N : n;
}

static int send_part(void *socket, const void *data, size_t len, bool more)
{
	int flags = ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0);

	while (zmq_send(socket, data, len, flags) < 0) {
		if (errno == EAGAIN)
			return MESSAGE_BLOCKED;
		if (errno == EHOSTUNREACH)
			return MESSAGE_GONE;
		if (errno != EINTR)
			return nw_fault(-errno, "message: send");
	}
	return 0;
}

int message_send(void *socket, const struct peer *to, enum nw_verb verb,
		 const struct buf *head, const void *body, size_t body_len)
{
	size_t verb_len;
	const char *text = frame_verb_text(verb, &verb_len);
	int r = send_part(socket, to->bytes, to->len, true);

	if (r == 0 && to->req)
		r = send_part(socket, NULL, 0, true);
	if (r == 0)
		r = send_part(socket, text, verb_len, true);
	if (r == 0)
		r = send_part(socket, head->data, head->len, body != NULL);
	if (r == 0 && body)
		r = send_part(socket, body, body_len, false);
	return r;
}

int message_refuse(void *socket, const struct peer *to, uint64_t n,
		   enum frame_refusal refusal, const char *reason)
{
	NW_CLEANUP(buf_free) struct buf head = { 0 };
	int r = frame_put_refused(&head, n, refusal, reason);

	return r < 0 ? r : message_send(socket, to, VERB_REFUSED, &head, NULL, 0);
}

static int set_options(void *socket, int type, int64_t max_frame_bytes)
{
	int on = 1, linger = LINGER_MS, queue = SEND_QUEUE;

	/* A peer that is gone or stuck is told from one that is there. */
	if (type == ZMQ_ROUTER &&
	    zmq_setsockopt(socket, ZMQ_ROUTER_MANDATORY, &on, sizeof(on)) < 0)
		return -errno;
	if (zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof(linger)) < 0 ||
	    zmq_setsockopt(socket, ZMQ_SNDHWM, &queue, sizeof(queue)) < 0 ||
	    zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &max_frame_bytes,
			   sizeof(max_frame_bytes)) < 0)
		return -errno;
	return 0;
}

/* libzmq takes a local socket over without a word, also from a broker that runs. */
static int refuse_living(const char *endpoint)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	NW_CLEANUP(nw_closep) int fd = -1;

	if (strncmp(endpoint, IPC, sizeof(IPC) - 1) != 0 ||
	    strlen(endpoint) - (sizeof(IPC) - 1) >= sizeof(address.sun_path))
		return 0;
	strcpy(address.sun_path, endpoint + sizeof(IPC) - 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (const struct sockaddr *)&address, sizeof(address)) < 0)
		return 0;
	return nw_fault(-EADDRINUSE, "message: bind %s: another program answers there",
			endpoint);
}

int message_bind(void **ret, void *context, int type, const struct config_list *endpoints,
		 int64_t max_frame_bytes)
{
	void *socket;
	int r = 0;

	for (size_t i = 0; r == 0 && i < endpoints->n; i++)
		r = refuse_living(endpoints->items[i]);
	if (r < 0)
		return r;
	socket = zmq_socket(context, type);
	r = socket ? set_options(socket, type, max_frame_bytes) : -errno;
	for (size_t i = 0; r == 0 && i < endpoints->n; i++)
		if (zmq_bind(socket, endpoints->items[i]) < 0) {
			r = nw_fault(-errno, "message: bind %s", endpoints->items[i]);
			zmq_close(socket);
			return r;
		}
	if (r < 0) {
		zmq_close(socket);
		return nw_fault(r, "message: open a socket");
	}
	*ret = socket;
	return 0;
}
