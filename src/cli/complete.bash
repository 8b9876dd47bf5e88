# bash completion for pol; pol --generate complete-bash writes it. pol itself says what may come next: its table of commands is the only one.

_pol_files() { # PATH ENDING…: folders, and files with these endings; any file when there are none
  local path=$1 found ending
  shift
  while IFS= read -r found; do
    if [[ $# == 0 || -d ${found/#\~/$HOME} ]]; then COMPREPLY+=("$found"); else
      for ending in "$@"; do
        [[ $found == *."$ending" ]] && COMPREPLY+=("$found")
      done
    fi
  done < <(compgen -f -- "$path")
  compopt -o filenames 2>/dev/null
}

_pol() {
  local words=() n=0 i word typed before='' line candidate
  # bash ends words at =, pol does not
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if ((n)) && [[ ${words[n - 1]} == --* && ($word == = || ${words[n - 1]} == *=) ]]; then words[n - 1]+=$word; else words[n++]=$word; fi
  done
  ((n)) || return
  typed=${words[n - 1]}
  [[ $typed == --*=* ]] && before=${typed%%=*}=
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files* ]]; then
      # shellcheck disable=SC2086 # endings, parted by spaces
      _pol_files "${typed#"$before"}" ${line#:files}
    else
      candidate=${line%%$'\t'*}
      [[ $COMP_WORDBREAKS == *=* ]] && candidate=${candidate#"$before"}
      COMPREPLY+=("$candidate")
    fi
  done < <("${COMP_WORDS[0]/#\~/$HOME}" __complete "${words[@]//[\"\'\\]/}" 2>/dev/null)
}

complete -F _pol pol
