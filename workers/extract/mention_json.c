#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/base/json.h"
#include "workers/extract/mention.h"

/* Whole numbers without a fraction, others with as many digits as tell them apart. */
static int put_number(struct buf *out, const char *key, double number)
{
	char digits[32];

	if (!isfinite(number))
		return 0;
	for (int precision = 15; precision <= 17; precision++) {
		snprintf(digits, sizeof(digits), "%.*g", precision, number);
		if (strtod(digits, NULL) == number)
			break;
	}
	return buf_printf(out, ", \"%s\": %s", key, digits);
}

static int put_string(struct buf *out, const char *key, const char *s, size_t len)
{
	int r = buf_printf(out, "%s\"%s\": ", out->data[out->len - 1] == '{' ? "" : ", ",
			   key);

	return r < 0 ? r : json_put_string(out, s, len);
}

static int put_word(struct buf *out, const char *key, const char *word)
{
	return word ? put_string(out, key, word, strlen(word)) : 0;
}

static int put_value(struct buf *out, const struct value *v)
{
	int r = put_word(out, "value", v->term);

	if (r == 0 && v->has_number && !v->term)
		r = put_number(out, "value", v->number);
	if (r == 0 && v->has_number && v->max != 0)
		r = put_number(out, "max", v->max);
	if (r == 0)
		r = put_word(out, "max", v->term_max);
	if (r == 0 && v->approx)
		r = buf_puts(out, ", \"approx\": true");
	if (r == 0)
		r = put_word(out, "currency", v->currency);
	return r < 0 ? r : put_word(out, "unit", v->unit);
}

int mention_put_json(struct buf *out, const struct text *t, const struct mention *m)
{
	enum text_field field = m->first < t->body ? TEXT_TITLE : TEXT_BODY;
	uint32_t start, end;
	int r;

	text_span(t, m->first, m->count, &start, &end);
	r = buf_puts(out, "{");
	if (r == 0)
		r = put_word(out, "class", mention_class_name(m->class));
	if (r == 0)
		r = put_string(out, "text", t->bytes[field] + start, end - start);
	if (r == 0)
		r = put_word(out, "in", field == TEXT_TITLE ? "title" : "text");
	if (r == 0)
		r = buf_printf(out, ", \"start\": %u, \"end\": %u", start, end);
	if (r == 0)
		r = put_value(out, &m->value);
	if (r == 0)
		r = put_word(out, "name", m->name);
	if (r == 0)
		r = put_word(out, "id", m->id);
	return r < 0 ? r : buf_puts(out, "}");
}
