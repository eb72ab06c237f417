module ashlar.dev/tools/pause

go 1.25.0
