#include "protocol/pipe.h"

#include <endian.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "protocol/base/log.h"

enum { FILL_STEP = 256 << 10 };

static void put_header(char out[PIPE_HEADER_BYTES], enum pipe_frame_type type,
		       uint64_t article, size_t len)
{
	uint32_t len_le = htole32((uint32_t)len);
	uint64_t article_le = htole64(article);

	memset(out, 0, PIPE_HEADER_BYTES);
	memcpy(out, &len_le, sizeof(len_le));
	out[4] = (char)type;
	memcpy(out + 8, &article_le, sizeof(article_le));
}

int pipe_put(struct buf *out, enum pipe_frame_type type, uint64_t article,
	     const void *payload, size_t len)
{
	char header[PIPE_HEADER_BYTES];
	int r;

	if (len > PIPE_MAX_PAYLOAD)
		return nw_fault(-EMSGSIZE, "pipe: a payload of %zu bytes", len);
	put_header(header, type, article, len);
	r = buf_append(out, header, sizeof(header));
	return r < 0 ? r : buf_append(out, payload, len);
}

int pipe_put_article(struct buf *out, enum pipe_frame_type type, uint64_t article,
		     const struct buf *head, const void *body, size_t body_len)
{
	uint32_t head_len_le = htole32((uint32_t)head->len);
	size_t len = sizeof(head_len_le) + head->len + body_len;
	char header[PIPE_HEADER_BYTES];
	int r;

	if (len > PIPE_MAX_PAYLOAD)
		return nw_fault(-EMSGSIZE, "pipe: an article of %zu bytes", len);
	put_header(header, type, article, len);
	r = buf_reserve(out, sizeof(header) + len);
	if (r < 0)
		return r;
	buf_append(out, header, sizeof(header));
	buf_append(out, &head_len_le, sizeof(head_len_le));
	buf_append(out, head->data, head->len);
	return buf_append(out, body, body_len);
}

int pipe_split_article(const struct pipe_frame *frame, const char **ret_head,
		       size_t *ret_head_len, const char **ret_body, size_t *ret_body_len)
{
	uint32_t head_len;

	if (frame->len < sizeof(head_len))
		return PIPE_BAD;
	memcpy(&head_len, frame->payload, sizeof(head_len));
	head_len = le32toh(head_len);
	if (head_len > frame->len - sizeof(head_len))
		return PIPE_BAD;
	*ret_head = frame->payload + sizeof(head_len);
	*ret_head_len = head_len;
	*ret_body = *ret_head + head_len;
	*ret_body_len = frame->len - sizeof(head_len) - head_len;
	return 0;
}

static bool is_known(unsigned type)
{
	return (type >= PIPE_ARTICLE && type <= PIPE_EXPLAIN_JSON) ||
	       (type >= PIPE_READY && type <= PIPE_FAILED);
}

int pipe_next(struct pipe_reader *reader, struct pipe_frame *ret)
{
	size_t left = reader->in.len - reader->taken;
	const char *at = reader->in.data + reader->taken;
	uint32_t len;
	uint64_t article;

	if (left < PIPE_HEADER_BYTES) {
		if (!reader->eof)
			return PIPE_NONE;
		return left ? PIPE_BAD : PIPE_EOF;
	}
	memcpy(&len, at, sizeof(len));
	memcpy(&article, at + 8, sizeof(article));
	len = le32toh(len);
	if (len > PIPE_MAX_PAYLOAD || !is_known((unsigned char)at[4]))
		return PIPE_BAD;
	if (left - PIPE_HEADER_BYTES < len)
		return reader->eof ? PIPE_BAD : PIPE_NONE;
	*ret = (struct pipe_frame){
		.type = (unsigned char)at[4],
		.article = le64toh(article),
		.payload = at + PIPE_HEADER_BYTES,
		.len = len,
	};
	reader->taken += PIPE_HEADER_BYTES + len;
	return 0;
}

int pipe_fill(struct pipe_reader *reader, int fd)
{
	ssize_t n;
	int r;

	if (reader->taken) {
		buf_consume(&reader->in, reader->taken);
		reader->taken = 0;
	}
	r = buf_reserve(&reader->in, FILL_STEP);
	if (r < 0)
		return r;
	do {
		n = recv(fd, reader->in.data + reader->in.len,
			 reader->in.cap - reader->in.len, 0);
	} while (n < 0 && errno == EINTR);
	if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return PIPE_NONE;
	if (n < 0 && errno != ECONNRESET)
		return -errno;
	if (n <= 0)
		reader->eof = 1;
	else
		reader->in.len += (size_t)n;
	return 0;
}

int pipe_flush(struct buf *out, int fd)
{
	size_t sent = 0;
	int r = 0;

	while (sent < out->len && r == 0) {
		ssize_t n = send(fd, out->data + sent, out->len - sent, MSG_NOSIGNAL);

		if (n >= 0)
			sent += (size_t)n;
		else if (errno == EAGAIN || errno == EWOULDBLOCK)
			r = PIPE_NONE;
		else if (errno != EINTR)
			r = -errno;
	}
	if (sent)
		buf_consume(out, sent);
	return r;
}

void pipe_reader_free(struct pipe_reader *reader)
{
	buf_free(&reader->in);
	*reader = (struct pipe_reader){ 0 };
}
