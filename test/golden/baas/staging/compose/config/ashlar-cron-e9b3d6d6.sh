the text of constructs/render/compose/cron.sh
