/*
 * The style and the scripts of the HTML form (analyzer/html), as they are.
 */
#ifndef MMSTALL_HTML_ASSETS_H
#define MMSTALL_HTML_ASSETS_H

extern const char html_style[]; /* zero-terminated, as all of them */
extern const char html_format[], html_tables[], html_draw[], html_time_line[];
extern const char html_charts[], html_flame[], html_page[];

#endif
