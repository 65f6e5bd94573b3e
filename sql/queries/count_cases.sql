select status as name, count(*) as n from case_file group by status
