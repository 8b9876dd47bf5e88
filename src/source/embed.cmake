# cmake -DROOT=… "-DFILES=stdlib/a.pol;…" -DOUT=table.c -P embed.cmake: writes the stdlib's modules as constant arrays, sorted by their paths. A module's name is its path
# with dots: stdlib/uk/holiday.pol is uk.holiday. Needs nothing but CMake.
set(arrays "")
set(rows "")
set(n 0)
foreach(file IN LISTS FILES)
  file(READ ${ROOT}/${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
  string(REGEX REPLACE "^stdlib/(.*)\\.pol$" "\\1" module ${file})
  string(REPLACE "/" "." module ${module})
  file(SIZE ${ROOT}/${file} size)
  string(APPEND arrays "static const unsigned char module_${n}[] = {\n${bytes}0x00};\n")
  string(APPEND rows "  { \"${module}\", \"${file}\", (const char *)module_${n}, ${size} },\n")
  math(EXPR n "${n} + 1")
endforeach()
file(WRITE ${OUT} "/* Made by src/source/embed.cmake. */
#include \"source/stdlib.h\"
${arrays}
const pol_stdlib_module pol_stdlib_modules[] = {
${rows}  { 0, 0, 0, 0 }
};
const size_t pol_stdlib_modules_count = ${n};
")
