# fish completion for pol; pol --generate complete-fish writes it. pol itself says what may come next: its table of commands is the only one.

function __pol_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l program (string replace -r '^~' $HOME -- $words[1])
    set -e words[1]
    set -l before (string match -r '^--[^=]*=' -- "$typed")
    for line in ($program __complete $words "$typed" 2>/dev/null)
        if not string match -q ':files*' -- $line
            echo $line
            continue
        end
        set -l endings (string split -n ' ' -- $line)[2..-1]
        set -l wanted '^'
        if set -q endings[1]
            set wanted '^[^\t]*(/|\.('(string join '|' -- $endings)'))(\t|$)'
        end
        for path in (__fish_complete_path (string replace -r '^--[^=]*=' '' -- "$typed"))
            string match -qr -- $wanted $path; and echo "$before$path"
        end
    end
end

complete -c pol -f -k -a '(__pol_complete)'
