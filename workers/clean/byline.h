/* Lines that say who wrote a text, where it was taken from and when. */
#pragma once

#include "workers/arena.h"
#include "workers/clean/span.h"
#include "workers/document.h"

/* Reads "来源：X", "文 | A、B", "作者：…", "图片来源：…" and their like. What is found
 * goes to fields of `ret` that are still empty. Returns whether the line is nothing but
 * that. */
bool byline_read(struct span line, struct arena *a, struct clean_article *ret);

/* The same anywhere in a line that may say other things too ("2023-08-08 09:07 来源：X").
 */
void byline_scan(struct span line, struct arena *a, struct clean_article *ret);

/* Whether a line is only a key ("作者："), its value being the next line. */
bool byline_is_key_of_author(struct span line);

/* Adds authors from a list ("A、B and C"); those already there are not repeated. */
void byline_add_authors(struct span list, struct arena *a, struct clean_article *ret);
