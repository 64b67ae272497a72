#include "workers/clean/jsonld.h"

#include <strings.h>

#include "protocol/base/json.h"
#include "workers/clean/byline.h"
#include "workers/clean/date.h"
#include "workers/clean/fold.h"

enum { MAX_BYTES = 1 << 20, MAX_ITEMS = 64 };

static const char *fold_string_of(const struct page *p, const json_t *object,
				  const char *key)
{
	const char *s = json_get_string(object, key);

	return s && *s ? fold_dup(p->arena, span_of(s)) : NULL;
}

/* @type is a string or a list of them; NewsArticle, BlogPosting, Article, … */
static bool is_article(const json_t *object)
{
	const json_t *type = json_object_get(object, "@type");
	const char *s =
		json_string_value(json_is_array(type) ? json_array_get(type, 0) : type);
	size_t len = s ? strlen(s) : 0;

	return len && (strcmp(s, "BlogPosting") == 0 || strcmp(s, "Report") == 0 ||
		       (len >= 7 && strcmp(s + len - 7, "Article") == 0));
}

/* A name, an object with a name, or a list of these. */
static void read_authors(const struct page *p, const json_t *author,
			 struct clean_article *ret)
{
	size_t n = json_is_array(author) ? json_array_size(author) : 1;

	for (size_t i = 0; i < n && i < MAX_ITEMS; i++) {
		const json_t *one =
			json_is_array(author) ? json_array_get(author, i) : author;
		const char *name = json_is_string(one) ? json_string_value(one)
						       : json_get_string(one, "name");

		if (name && !strstr(name, "://"))
			byline_add_authors(span_of(name), p->arena, ret);
	}
}

static void read_date(const struct page *p, const json_t *object,
		      struct clean_article *ret)
{
	const char *s = json_get_string(object, "datePublished");
	struct date d;

	if (ret->published || !s || !date_find(span_of(s), &d))
		return;
	ret->published = date_format(&d, p->chinese, p->arena);
	ret->published_basis = "page";
}

static void read_article(const struct page *p, const json_t *object,
			 struct clean_article *article, struct jsonld *ret)
{
	const json_t *publisher = json_object_get(object, "publisher");
	const char *body;

	ret->is_article = true;
	if (!ret->headline)
		ret->headline = fold_string_of(p, object, "headline");
	body = json_get_string(object, "articleBody");
	if (!ret->body && body)
		ret->body = arena_dup(p->arena, body, strlen(body));
	read_date(p, object, article);
	if (!article->n_authors)
		read_authors(p, json_object_get(object, "author"), article);
	if (!article->source && json_is_object(publisher))
		article->source = fold_string_of(p, publisher, "name");
}

static void read_value(const struct page *p, const json_t *v,
		       struct clean_article *article, struct jsonld *ret)
{
	if (json_is_object(v) && is_article(v))
		read_article(p, v, article, ret);
}

/* Articles stand at the top, in a list, or in the list of a @graph. */
static void read_document(const struct page *p, const json_t *root,
			  struct clean_article *article, struct jsonld *ret)
{
	const json_t *list = json_is_array(root) ? root : json_object_get(root, "@graph");

	read_value(p, root, article, ret);
	for (size_t i = 0; i < json_array_size(list) && i < MAX_ITEMS; i++)
		read_value(p, json_array_get(list, i), article, ret);
}

/* JSON allows no control characters in strings; pages have them. */
static json_t *parse(struct arena *a, struct span s)
{
	char *copy = arena_dup(a, s.at, s.len);

	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)copy[i] < ' ')
			copy[i] = ' ';
	return json_loadb(copy, s.len, JSON_DISABLE_EOF_CHECK, NULL);
}

void jsonld_read(const struct page *p, struct clean_article *article, struct jsonld *ret)
{
	*ret = (struct jsonld){ 0 };
	for (size_t i = 1; i < p->tree->n; i++) {
		const struct node *n = &p->tree->nodes[i];
		json_t *root;

		if (n->tag != TAG_text || n->text.len > MAX_BYTES ||
		    p->tree->nodes[n->parent].tag != TAG_script)
			continue;
		root = parse(p->arena, n->text);
		read_document(p, root, article, ret);
		json_decref(root);
	}
}
