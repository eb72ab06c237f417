module ashlar.dev/tools/postgrest-stand-in

go 1.25.0
