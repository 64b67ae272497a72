#include "workers/clean/meta.h"

#include <strings.h>

#include "workers/clean/byline.h"
#include "workers/clean/date.h"
#include "workers/clean/fold.h"

enum { MAX_TITLE_BYTES = 1000 };

enum field { TITLE, DATE, SITE, AUTHOR, KIND };

/* Names of <meta>, the best first. */
static const struct {
	enum field field;
	const char *name;
} names[] = {
	{ TITLE, "og:title" },
	{ TITLE, "twitter:title" },
	{ DATE, "article:published_time" },
	{ DATE, "og:published_time" },
	{ DATE, "datepublished" },
	{ DATE, "publishdate" },
	{ DATE, "pubdate" },
	{ DATE, "dc.date" },
	{ DATE, "dc.date.issued" },
	{ DATE, "weibo: article:create_at" },
	{ DATE, "date" },
	{ SITE, "og:site_name" },
	{ AUTHOR, "author" },
	{ AUTHOR, "article:author" },
	{ KIND, "og:type" },
};

static const char *fold_dup(struct arena *a, struct span s)
{
	struct folder f = { .out = arena_alloc(a, s.len * FOLD_GROWS + 1) };

	fold_text(&f, s);
	return f.len ? f.out : NULL;
}

static const char *find_meta(const struct page *p, const char *name)
{
	for (size_t i = 0; i < p->tree->n; i++) {
		const struct node *n = &p->tree->nodes[i];

		if (n->tag != TAG_meta || !*node_attr(n, ATTR_CONTENT))
			continue;
		if (strcasecmp(node_attr(n, ATTR_PROPERTY), name) == 0 ||
		    strcasecmp(node_attr(n, ATTR_NAME), name) == 0 ||
		    strcasecmp(node_attr(n, ATTR_ITEMPROP), name) == 0)
			return node_attr(n, ATTR_CONTENT);
	}
	return NULL;
}

static const char *first_meta(const struct page *p, enum field field)
{
	const char *content;

	for (size_t i = 0; i < NW_ARRAY_LEN(names); i++)
		if (names[i].field == field && (content = find_meta(p, names[i].name)))
			return content;
	return NULL;
}

static const char *text_of(const struct page *p, enum tag tag)
{
	for (size_t i = 0; i < p->tree->n; i++)
		if (p->tree->nodes[i].tag == tag)
			return fold_dup(p->arena,
					tree_text(p->tree, p->arena, i, MAX_TITLE_BYTES));
	return NULL;
}

static void read_title(const struct page *p, struct clean_article *ret)
{
	const char *meta = first_meta(p, TITLE), *h1 = text_of(p, TAG_h1);
	const char *title = text_of(p, TAG_title);

	if (h1 && title && strstr(title, h1) && strlen(h1) > 8)
		ret->title = h1;
	else if (meta)
		ret->title = fold_dup(p->arena, span_of(meta));
	else
		ret->title = title ? title : h1;
}

void meta_read(const struct page *p, struct clean_article *ret, struct page_meta *meta)
{
	const char *date = first_meta(p, DATE), *site = first_meta(p, SITE);
	const char *kind = first_meta(p, KIND), *author = first_meta(p, AUTHOR);
	struct date d;

	*meta = (struct page_meta){ .is_article =
					    kind && strcasecmp(kind, "article") == 0 };
	for (size_t i = 0; i < p->tree->n && !meta->lang; i++)
		if (p->tree->nodes[i].tag == TAG_html &&
		    *node_attr(&p->tree->nodes[i], ATTR_LANG))
			meta->lang = node_attr(&p->tree->nodes[i], ATTR_LANG);
	read_title(p, ret);
	if (site)
		ret->source = fold_dup(p->arena, span_of(site));
	if (author && !strstr(author, "://"))
		byline_add_authors(span_of(author), p->arena, ret);
	if (date && date_find(span_of(date), &d)) {
		ret->published = date_format(&d, false, p->arena);
		ret->published_basis = "page";
	}
}
