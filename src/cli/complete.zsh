#compdef pol
# zsh completion for pol; pol --generate complete-zsh writes it. pol itself says what may come next: its table of commands is the only one.

_pol() {
  local -a typed described endings
  local line name files=no
  typed=("${(@Q)words[2,CURRENT-1]}")
  (( CURRENT > 2 )) || typed=()
  for line in "${(@f)$("${(Q)words[1]/#\~/$HOME}" __complete "${typed[@]}" "${(Q)PREFIX}" 2>/dev/null)}"; do
    if [[ $line == :files* ]]; then
      files=yes
      endings=(${=line#:files})
    elif [[ -n $line ]]; then
      name=${line%%$'\t'*}
      described+=("${name//:/\\:}:${line#*$'\t'}")
    fi
  done
  (( $#described )) && _describe -t candidates 'pol' described
  [[ $files == yes ]] || return
  [[ $PREFIX == --*=* ]] && compset -P '--*='
  if (( $#endings )); then _files -g "*.(${(j:|:)endings})(-.)"; else _files; fi
}

if [[ $funcstack[1] == _pol ]]; then _pol "$@"; else compdef _pol pol; fi
