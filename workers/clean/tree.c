#include "workers/clean/tree.h"

#include <errno.h>
#include <libxml/HTMLparser.h>

#include "protocol/base/log.h"

enum {
	MAX_NODES = 400000, /* further elements are left out, their text is kept */
	MAX_OPEN = 512,
	MAX_VALUE = 4096,
};

struct parser {
	htmlParserCtxtPtr xml;

	/* of the page at hand */
	struct arena *arena;
	struct tree *tree;
	size_t cap;
	char *pool; /* all text, one piece behind the other */
	size_t pool_len, pool_cap;
	uint32_t open[MAX_OPEN];
	size_t depth, beyond;
};

static struct node *add_node(struct parser *p, enum tag tag)
{
	struct tree *t = p->tree;
	struct node *n;

	if (t->n == p->cap) {
		size_t cap = p->cap ? p->cap * 2 : 1024;

		t->nodes = arena_grow(p->arena, t->nodes, p->cap * sizeof(*t->nodes),
				      cap * sizeof(*t->nodes));
		p->cap = cap;
	}
	n = &t->nodes[t->n++];
	n->parent = p->depth ? p->open[p->depth - 1] : 0;
	n->end = (uint32_t)t->n;
	n->tag = tag;
	return n;
}

/* At most MAX_VALUE bytes, no half character. */
static size_t value_len(const char *value)
{
	size_t len = strnlen(value, MAX_VALUE);

	while (len > 0 && (value[len] & 0xc0) == 0x80)
		len--;
	return len;
}

static void take_attrs(struct parser *p, struct node *n, const xmlChar **attrs)
{
	struct attr found[N_ATTRS];
	struct attr *copy;
	size_t count = 0;

	for (; attrs && attrs[0] && count < N_ATTRS; attrs += 2) {
		const char *value = attrs[1] ? (const char *)attrs[1] : "";
		int id = attr_find(span_of((const char *)attrs[0]));

		if (id >= 0)
			found[count++] = (struct attr){
				(enum attr_id)id,
				arena_dup(p->arena, value, value_len(value)),
			};
	}
	if (!count)
		return;
	copy = arena_alloc(p->arena, count * sizeof(*copy));
	memcpy(copy, found, count * sizeof(*copy));
	n->attrs = copy;
	n->n_attrs = (uint32_t)count;
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar **attrs)
{
	struct parser *p = ctx;
	struct node *n;

	if (p->depth == MAX_OPEN || p->tree->n >= MAX_NODES) {
		p->beyond++;
		return;
	}
	n = add_node(p, tag_find(span_of((const char *)name)));
	p->open[p->depth++] = (uint32_t)(n - p->tree->nodes);
	take_attrs(p, n, attrs);
}

static void on_end(void *ctx, const xmlChar *name)
{
	struct parser *p = ctx;

	if (p->beyond)
		p->beyond--;
	else if (p->depth > 1)
		p->tree->nodes[p->open[--p->depth]].end = (uint32_t)p->tree->n;
}

/* Adds to the text node that ends here, or begins one. */
static void on_text(void *ctx, const xmlChar *text, int len)
{
	struct parser *p = ctx;
	struct tree *t = p->tree;
	struct node *n = &t->nodes[t->n - 1];
	size_t size = len > 0 ? (size_t)len : 0;

	if (size > p->pool_cap - p->pool_len)
		size = p->pool_cap - p->pool_len;
	if (!size)
		return;
	if (n->tag != TAG_text || n->parent != p->open[p->depth - 1]) {
		n = add_node(p, TAG_text);
		n->text.at = p->pool + p->pool_len;
	}
	memcpy(p->pool + p->pool_len, text, size);
	p->pool_len += size;
	n->text.len += size;
}

static void on_raw(void *ctx, const xmlChar *text, int len)
{
	struct parser *p = ctx;
	const struct node *n = &p->tree->nodes[p->open[p->depth - 1]];

	if (n->tag == TAG_script && strstr(node_attr(n, ATTR_TYPE), "ld+json"))
		on_text(ctx, text, len);
}

int parser_open(struct parser **ret)
{
	NW_CLEANUP(parser_closep) struct parser *p = calloc(1, sizeof(*p));

	if (!p)
		return nw_fault(-ENOMEM, "tree: allocate the parser");
	xmlInitParser();
	p->xml = htmlNewParserCtxt();
	if (!p->xml)
		return nw_fault(-ENOMEM, "tree: libxml2's parser");
	*p->xml->sax = (xmlSAXHandler){
		.startElement = on_start,
		.endElement = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_raw,
	};
	*ret = nw_take(p);
	return 0;
}

void parser_run(struct parser *p, struct arena *a, struct span html, struct tree *ret)
{
	static const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
				   HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
				   HTML_PARSE_IGNORE_ENC;

	*ret = (struct tree){ NULL, 0 };
	p->arena = a;
	p->tree = ret;
	p->cap = p->depth = p->beyond = p->pool_len = 0;
	p->pool_cap = html.len;
	p->pool = arena_alloc(a, html.len + 1);
	add_node(p, TAG_other);
	p->open[p->depth++] = 0;

	p->xml->userData = p;
	if (html.len)
		htmlCtxtReadMemory(p->xml, html.at, (int)html.len, NULL, "UTF-8",
				   options);
	if (p->xml->myDoc)
		xmlFreeDoc(p->xml->myDoc);
	p->xml->myDoc = NULL;
	while (p->depth > 0)
		ret->nodes[p->open[--p->depth]].end = (uint32_t)ret->n;
}

struct parser *parser_close(struct parser *p)
{
	if (!p)
		return NULL;
	if (p->xml)
		htmlFreeParserCtxt(p->xml);
	free(p);
	return NULL;
}

const char *node_attr(const struct node *n, enum attr_id id)
{
	for (size_t i = 0; i < n->n_attrs; i++)
		if (n->attrs[i].id == id)
			return n->attrs[i].value;
	return "";
}

struct span tree_text(const struct tree *t, struct arena *a, size_t i, size_t max_bytes)
{
	size_t len = 0, end = t->nodes[i].end;
	char *out;

	for (size_t k = i; k < end; k++)
		len += t->nodes[k].text.len;
	if (len > max_bytes)
		len = max_bytes;
	out = arena_alloc(a, len + 1);
	max_bytes = len;
	len = 0;
	for (size_t k = i; k < end && len < max_bytes; k++) {
		struct span s = t->nodes[k].text;
		size_t n = s.len < max_bytes - len ? s.len : max_bytes - len;

		if (n)
			memcpy(out + len, s.at, n);
		len += n;
	}
	return (struct span){ out, len };
}
