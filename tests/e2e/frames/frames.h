/* What frames.c shares with its libraries. */
#ifndef FRAMES_H
#define FRAMES_H

typedef int touch_fn(int value);
typedef int plugin_fn(touch_fn *next, int value);

int library_call(touch_fn *next, int value);
int plugin_call(touch_fn *next, int value);

#endif
