// What Swift needs of ncursesw and of the tty, as typed functions. Swift cannot import C's globals under strict
// concurrency, nor variadics, nor function-like macros; so none of them crosses this header.
// Thread: all cn_screen functions on the one thread that owns the terminal; cn_guard_* says otherwise where it differs.
#ifndef CNCURSES_H
#define CNCURSES_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <termios.h>

// One open terminal. `handle` is ncurses' SCREEN.
struct cn_screen {
  void *handle;
  FILE *output;
  FILE *input;
};

// One cell: a base character and up to three marks (0 = none), attributes as CN_* bits and a colour pair.
struct cn_cell {
  uint32_t text[4];
  uint32_t attributes;
  int32_t pair;
};

enum cn_attribute {
  CN_BOLD = 1,
  CN_DIM = 2,
  CN_ITALIC = 4,
  CN_UNDERLINE = 8,
  CN_REVERSE = 16,
};

// Chooses the character set of a locale; 1 when it is UTF-8. A UTF-8 locale that is not installed counts as C.UTF-8.
int cn_choose_locale(const char *wanted);

// Opens a terminal of type `term` on two descriptors (which stay the caller's). 0, or -1 when the type is unknown.
int cn_open(struct cn_screen *screen, const char *term, int output, int input);
void cn_close(struct cn_screen *screen);
// Gives the screen back and takes it again.
void cn_leave(struct cn_screen *screen);
void cn_enter(struct cn_screen *screen);

// How many colours the description of a terminal type names, without opening it; 0 for none, -1 when the type is unknown.
int cn_described_colors(const char *term);
// A string of the terminal's description, NULL when it has none.
const char *cn_capability(const char *name);
// Colours and pairs; cn_start_colors first. 0 when there are none.
int cn_start_colors(void);
int cn_pair_limit(void);
// Defines a pair; -1 is the terminal's own colour. 0 when it worked.
int cn_define_pair(int pair, int foreground, int background);

void cn_resize(int rows, int columns);
// Puts cells side by side; a wide one takes two columns.
void cn_put(int row, int column, const struct cn_cell *cells, int count);
// Sends what changed; the cursor is hidden when row is negative.
void cn_show(int cursor_row, int cursor_column);
// The next cn_show paints everything.
void cn_forget_screen(void);

// Rows and columns of a tty; 0 when it told.
int cn_window_size(int descriptor, int *rows, int *columns);
int cn_event_descriptor(void);
void cn_event_write(int descriptor);
void cn_event_drain(int descriptor);

// The guard: gives the tty back when the process ends by exit, crash or a second signal, and turns the signals that
// concern the terminal into bits and a write to the wake descriptor.
enum cn_signal_bit {
  CN_GOT_RESIZE = 1,
  CN_GOT_CONTINUE = 2,
  CN_GOT_STOP = 4,
  CN_GOT_HANGUP = 8,
  CN_GOT_INTERRUPT = 16,
  CN_GOT_TERMINATE = 32,
};
void cn_guard_install(int wake_descriptor);
void cn_guard_uninstall(void);
// While armed, these bytes and modes are put back before the process dies. Copies both.
void cn_guard_arm(int descriptor, const struct termios *modes, const char *bytes, size_t count);
void cn_guard_disarm(void);
// The bits since the last call.
unsigned cn_guard_take(void);
// Stops the process group as ^Z does; returns when continued.
void cn_guard_stop(void);

// For tests: a pseudo-terminal, and the C library's own measure of a character.
int cn_open_pty(int *leader, int *follower, int rows, int columns);
int cn_set_window_size(int descriptor, int rows, int columns);
int cn_wcwidth(uint32_t scalar);
// Lets a child arm the guard on a tty, change its modes and die of a signal; the child's wait status, -1 on failure.
int cn_guard_rehearse(int descriptor, const char *bytes, size_t count, int signal);

#endif
