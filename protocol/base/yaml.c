#include "protocol/base/yaml.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <yaml.h>

#include "protocol/base/buf.h"
#include "protocol/base/log.h"

enum { MAX_DEPTH = 32, MAX_FILE_BYTES = 64 << 20 };

struct yaml {
	char *name;
	struct yaml_node *root;
	struct block *blocks;
};

/* Nodes and their texts live as long as the document. */
struct block {
	struct block *next;
	char data[];
};

/* A map or list that is being filled. */
struct open_node {
	struct yaml_node *node;
	struct yaml_node **tail;
	const char *key; /* read, its value not yet */
	unsigned key_line, key_column;
};

struct reader {
	struct yaml *doc;
	struct yaml_error *error;
	struct open_node open[MAX_DEPTH];
	size_t depth;
};

static void *keep(struct yaml *y, size_t len)
{
	struct block *b = calloc(1, sizeof(*b) + len);

	if (!b)
		return NULL;
	b->next = y->blocks;
	y->blocks = b;
	return b->data;
}

static char *keep_text(struct yaml *y, const char *text, size_t len)
{
	char *copy = keep(y, len + 1);

	if (copy)
		memcpy(copy, text, len);
	return copy;
}

static int fail_at(struct reader *r, yaml_mark_t at, const char *what)
{
	snprintf(r->error->text, sizeof(r->error->text), "%s:%zu:%zu: %s", r->doc->name,
		 at.line + 1, at.column + 1, what);
	return -EINVAL;
}

static int remember_key(struct reader *r, struct open_node *top,
			const yaml_event_t *event)
{
	const char *text = (const char *)event->data.scalar.value;

	if (yaml_get(top->node, text)) {
		char what[160];

		snprintf(what, sizeof(what),
			 "key '%.60s' stands here twice; remove one of them", text);
		return fail_at(r, event->start_mark, what);
	}
	top->key = keep_text(r->doc, text, event->data.scalar.length);
	top->key_line = (unsigned)event->start_mark.line + 1;
	top->key_column = (unsigned)event->start_mark.column + 1;
	return top->key ? 0 : nw_fault(-ENOMEM, "yaml: keep a key");
}

static int add_node(struct reader *r, enum yaml_kind kind, const yaml_event_t *event,
		    struct yaml_node **ret)
{
	struct open_node *top = r->depth ? &r->open[r->depth - 1] : NULL;
	struct yaml_node *node;

	if (top && top->node->kind == YAML_MAP && !top->key)
		return fail_at(r, event->start_mark, "a key must be plain text");
	node = keep(r->doc, sizeof(*node));
	if (!node)
		return nw_fault(-ENOMEM, "yaml: keep a node");
	node->kind = kind;
	node->line = (unsigned)event->start_mark.line + 1;
	node->column = (unsigned)event->start_mark.column + 1;
	if (top) {
		node->key = top->key;
		node->key_line = top->key_line;
		node->key_column = top->key_column;
		top->key = NULL;
		*top->tail = node;
		top->tail = &node->next;
	} else {
		r->doc->root = node;
	}
	*ret = node;
	return 0;
}

/* Anchors and tags, of any kind of node. */
static int refuse_marks(struct reader *r, const yaml_event_t *event,
			const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor)
		return fail_at(r, event->start_mark, "anchors are not supported here");
	if (tag)
		return fail_at(r, event->start_mark, "tags are not supported here");
	return 0;
}

static int on_scalar(struct reader *r, const yaml_event_t *event)
{
	struct open_node *top = r->depth ? &r->open[r->depth - 1] : NULL;
	struct yaml_node *node = NULL;
	int result;

	result =
		refuse_marks(r, event, event->data.scalar.anchor, event->data.scalar.tag);
	if (result < 0)
		return result;
	if (top && top->node->kind == YAML_MAP && !top->key)
		return remember_key(r, top, event);
	result = add_node(r, YAML_SCALAR, event, &node);
	if (result < 0)
		return result;
	node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	node->text = keep_text(r->doc, (const char *)event->data.scalar.value,
			       event->data.scalar.length);
	return node->text ? 0 : nw_fault(-ENOMEM, "yaml: keep a text");
}

static int on_open(struct reader *r, enum yaml_kind kind, const yaml_event_t *event)
{
	bool is_list = kind == YAML_LIST;
	struct yaml_node *node = NULL;
	int result = refuse_marks(r, event,
				  is_list ? event->data.sequence_start.anchor
					  : event->data.mapping_start.anchor,
				  is_list ? event->data.sequence_start.tag
					  : event->data.mapping_start.tag);

	if (result < 0)
		return result;
	if (r->depth == MAX_DEPTH)
		return fail_at(r, event->start_mark, "nested too deeply");
	result = add_node(r, kind, event, &node);
	if (result < 0)
		return result;
	r->open[r->depth++] = (struct open_node){ .node = node, .tail = &node->first };
	return 0;
}

static int on_event(struct reader *r, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return on_scalar(r, event);
	case YAML_SEQUENCE_START_EVENT:
		return on_open(r, YAML_LIST, event);
	case YAML_MAPPING_START_EVENT:
		return on_open(r, YAML_MAP, event);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		r->depth--;
		return 0;
	case YAML_ALIAS_EVENT:
		return fail_at(r, event->start_mark, "aliases are not supported here");
	case YAML_DOCUMENT_START_EVENT:
		if (r->doc->root)
			return fail_at(r, event->start_mark, "one document a file");
		return 0;
	default:
		return 0;
	}
}

static int read_events(struct reader *r, yaml_parser_t *parser)
{
	bool ended = false;

	while (!ended) {
		yaml_event_t event;
		int result;

		if (!yaml_parser_parse(parser, &event))
			return fail_at(r, parser->problem_mark,
				       parser->problem ? parser->problem : "not YAML");
		result = on_event(r, &event);
		ended = event.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
		if (result < 0)
			return result;
	}
	return 0;
}

/* A file of comments only is an empty map. */
static int ensure_root(struct yaml *y)
{
	if (y->root)
		return 0;
	y->root = keep(y, sizeof(*y->root));
	if (!y->root)
		return nw_fault(-ENOMEM, "yaml: keep an empty root");
	*y->root = (struct yaml_node){ .kind = YAML_MAP, .line = 1, .column = 1 };
	return 0;
}

int yaml_load(struct yaml **ret, const char *name, const char *text, size_t len,
	      struct yaml_error *error)
{
	NW_CLEANUP(yaml_freep) struct yaml *y = calloc(1, sizeof(*y));
	struct reader reader = { .doc = y, .error = error };
	yaml_parser_t parser;
	int r;

	if (!y || !(y->name = strdup(name)) || !yaml_parser_initialize(&parser))
		return nw_fault(-ENOMEM, "yaml: open %s", name);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text, len);
	r = read_events(&reader, &parser);
	yaml_parser_delete(&parser);
	if (r == 0)
		r = ensure_root(y);
	if (r < 0)
		return r;
	*ret = nw_take(y);
	return 0;
}

int yaml_load_file(struct yaml **ret, const char *path, struct yaml_error *error)
{
	NW_CLEANUP(buf_free) struct buf text = { 0 };
	int r = buf_read_file(&text, path, MAX_FILE_BYTES);

	if (r < 0) {
		snprintf(error->text, sizeof(error->text), "%s: cannot be read: %s", path,
			 strerror(-r));
		return r;
	}
	return yaml_load(ret, path, buf_str(&text), text.len, error);
}

const struct yaml_node *yaml_root(const struct yaml *y)
{
	return y->root;
}

const char *yaml_name(const struct yaml *y)
{
	return y->name;
}

const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key)
{
	for (const struct yaml_node *n = map ? map->first : NULL; n; n = n->next)
		if (n->key && strcmp(n->key, key) == 0)
			return n;
	return NULL;
}

int yaml_fail(const struct yaml *y, const struct yaml_node *at, struct yaml_error *error,
	      const char *fmt, ...)
{
	int n = snprintf(error->text, sizeof(error->text), "%s:%u:%u: ", y->name,
			 at->line, at->column);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(error->text + n, sizeof(error->text) - (size_t)n, fmt, ap);
	va_end(ap);
	return -EINVAL;
}

struct yaml *yaml_free(struct yaml *y)
{
	if (!y)
		return NULL;
	while (y->blocks) {
		struct block *b = y->blocks;

		y->blocks = b->next;
		free(b);
	}
	free(y->name);
	free(y);
	return NULL;
}
