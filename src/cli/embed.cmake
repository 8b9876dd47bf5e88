# cmake -DROOT=… -DOUT=table.c -P embed.cmake: writes the shells' completions as constant texts.
set(text "/* Made by src/cli/embed.cmake. */\n#include \"cli/cli.h\"\n")
foreach(shell bash zsh fish)
  file(READ ${ROOT}/src/cli/complete.${shell} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
  string(REPLACE "'\\x0a'," "'\\x0a',\n" bytes "${bytes}")
  string(APPEND text "const char pol_complete_${shell}[] = {\n${bytes}'\\0'};\n")
endforeach()
file(WRITE ${OUT} "${text}")
